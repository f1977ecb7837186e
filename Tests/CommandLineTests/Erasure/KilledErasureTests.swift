import Annals
import AnnalsTesting
import Foundation
import Testing

/// An erasure that is killed, again and again, while another process appends: it can be gone on
/// with, and at its end the value is in no byte of the file.
@Suite(.storesChecked) struct KilledErasureTests {
    private let folder: TemporaryDirectory
    private let annals: CommandLineTool

    init() throws {
        folder = try TemporaryDirectory()
        annals = try CommandLineTool.built()
    }

    private func lines(_ count: Int, _ seed: Int, holding value: String?) -> [UInt8] {
        var random = SeededRandom(seed: UInt64(seed))
        return Array(
            (0..<count).map { index in
                let words = (0..<random.number(3...120)).map { _ in
                    String(random.next() % 1_000_000, radix: 36)
                }
                let held = index % 3 == 0 ? value ?? "" : ""
                return """
                    {"stream":"task/T\(index % 20)","type":"task.updated","actor":"Agent-\(seed)",\
                    "data":{"title":"\(words.joined(separator: " ")) \(held)"}}\n
                    """
            }.joined().utf8)
    }

    @Test func isGoneOnWith() async throws {
        _ = try await annals.run("init", in: folder)
        let value = "ada-\(UInt64.random(in: 0...UInt64.max))@example.org"
        let filled = try annals.start(
            ["append", "--batch", "-"], input: lines(1_500, 1, holding: value), in: folder)
        #expect(try await filled.result().status == 0)
        let arguments = [
            "erase", "--about", value, "--apply", "--reason", "a request", "--by", "maria",
        ]
        for round in 1...6 {
            let appending = try annals.start(
                ["append", "--batch", "-", "--batch-size", "7"],
                input: lines(200, round + 1, holding: nil), in: folder)
            let erasing = try annals.start(arguments, in: folder)
            try await Task.sleep(for: .milliseconds(40 * round * round))
            erasing.kill()
            _ = try? await erasing.result()
            #expect(try await appending.result().status == 0)
        }
        let last = try await annals.run(arguments, in: folder)
        #expect(last.status == 0 || last.error.contains("nothing to erase"), "\(last.error)")
        let again = try await annals.run(arguments, in: folder)
        #expect(again.error.contains("nothing to erase"), "\(again.error)")
        let store = try Store(opening: folder.path("annals.db"))
        var (erased, count) = (0, 0)
        let cursor = store.events()
        while let event = try cursor.next() {
            count += 1
            if event.isErased { erased += 1 }
        }
        #expect(count == 2_700 && erased == 500)
        store.close()
        let needle = Data(value.utf8)
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            #expect(try Data(folder.read(name)).range(of: needle) == nil, "\(name)")
        }
    }
}
