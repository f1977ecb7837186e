import Annals
import AnnalsJSON
import Foundation

/// Where the lines go that cannot be stored.
final class RejectsFile {
    /// Its path, as it was given.
    let path: String
    private let file: FileHandle

    /// Makes the file, or takes one that is empty.
    ///
    /// - Throws: `invalidArgument` if something is in it, or if it is a file of an open store;
    ///   `io` if it cannot be made.
    init(_ path: String) throws(StoreError) {
        try Store.checkOutput(path)
        self.path = path
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw StoreError(
                .io,
                "cannot make the file \(path.quotedForMessage): \(String(cString: strerror(errno)))"
            )
        }
        file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        guard case .file(bytes: 0) = OpenedFile(descriptor: descriptor).kind else {
            throw StoreError(
                .invalidArgument,
                "\(path.quotedForMessage) has content already: give --rejects a new file")
        }
    }

    /// Adds lines.
    ///
    /// - Throws: `io`.
    func write(_ lines: [RejectedLine]) throws(StoreError) {
        guard !lines.isEmpty else { return }
        var text: [UInt8] = []
        for line in lines {
            line.json().write(to: &text)
            text.append(UInt8(ascii: "\n"))
        }
        do {
            try file.write(contentsOf: Data(text))
        } catch {
            throw StoreError(
                .io,
                "cannot write to \(path.quotedForMessage): \(Self.words(of: error))",
                cause: error)
        }
    }

    /// The system's own words, where there are any.
    private static func words(of error: any Error) -> String {
        let inner = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
        guard let inner, inner.domain == NSPOSIXErrorDomain else {
            return error.localizedDescription
        }
        return String(cString: strerror(Int32(inner.code)))
    }
}
