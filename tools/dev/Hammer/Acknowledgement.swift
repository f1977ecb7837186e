import AnnalsTesting
import Foundation

/// What a writer of `hammer` was told: this event is stored, at this position.
struct Acknowledgement {
    let id: String
    let position: Int64

    init(id: UUID?, position: Int64) {
        self.id = id?.uuidString ?? ""
        self.position = position
    }

    /// Reads a line; nil for the half one that a killed writer may leave.
    init?(line: Substring) {
        let parts = line.split(separator: " ")
        guard parts.count == 3, parts[2] == ".", let position = Int64(parts[1]) else {
            return nil
        }
        id = String(parts[0])
        self.position = position
    }

    /// The line of a notes file; the full stop says that it is whole.
    var line: String {
        "\(id) \(position) .\n"
    }

    /// Every acknowledgement in the notes files of a folder.
    static func read(_ folder: TemporaryDirectory) throws -> [Acknowledgement] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasPrefix("notes-") }
            .flatMap { name in
                String(decoding: try folder.read(name), as: UTF8.self).split(separator: "\n")
                    .compactMap(Acknowledgement.init(line:))
            }
    }
}
