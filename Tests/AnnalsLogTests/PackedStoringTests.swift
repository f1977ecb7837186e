import AnnalsModel
import AnnalsTesting
import Foundation
import GRDB
import Testing

@testable import AnnalsLog

/// Binary content and whole versions in a store: once, and as bytes.
@Suite(.storesChecked) struct PackedStoringTests {
    private func version(_ bytes: [UInt8], of stream: String = "file/p.png") throws -> NewEvent {
        try event(stream, "file.captured", ["base64": .string(Data(bytes).base64EncodedString())])
    }

    private func bytes(_ count: Int, _ random: inout SeededRandom) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
    }

    private func format(_ log: EventLog) throws -> Int64? {
        try log.read { try $0.statements.integer("PRAGMA user_version") }
    }

    @Test func binaryContentIsStoredOnceAsBytes() throws {
        try checkProperty { random in
            try withLog { log in
                var content = 0
                for number in 0..<12 {
                    let count = Int.random(in: 1_000...200_000, using: &random)
                    content += count
                    try log.append([
                        try version(bytes(count, &random), of: "file/\(number).png")
                    ])
                }
                let stored = try log.read { reader in
                    try reader.statements.integer(
                        """
                        SELECT (SELECT sum(length(body)) FROM events)
                            + (SELECT coalesce(sum(length(body)), 0) FROM documents)
                        """) ?? 0
                }
                #expect(stored <= Int64(content) * 105 / 100)
                #expect(try format(log) == 2)
            }
        }
    }

    @Test func aStoreWithoutBinaryContentKeepsItsFormat() throws {
        try withLog { log in
            let text = String(repeating: "text that repeats itself. ", count: 500)
            for _ in 0..<3 {
                try log.append([try event("file/a", "file.captured", ["text": .string(text)])])
            }
            #expect(try format(log) == 1)
        }
    }

    /// Versions that are made of one another: read in order, at random, compressed again, without
    /// one that was erased, and by a connection that knows nothing.
    @Test func versionsOfBinaryContentReadBack() throws {
        try checkProperty { random in
            try withLog { log in
                var content = bytes(90_000, &random)
                var bodies: [JSONObject] = []
                for _ in 0..<24 {
                    let place = Int.random(in: 0..<content.count, using: &random)
                    content.replaceSubrange(
                        place..<min(place + 40, content.count), with: bytes(41, &random))
                    let event = try version(content)
                    bodies.append(event.change.data)
                    try log.append([event])
                }
                func expectAll() throws {
                    for position in (1...24).shuffled(using: &random) {
                        let event = try log.read { try $0.event(at: Int64(position)) }
                        #expect(event.change.data == bodies[position - 1])
                    }
                }
                try expectAll()
                let stored = try log.read {
                    try $0.statements.integer("SELECT sum(length(body)) FROM events") ?? 0
                }
                #expect(stored < 5 * 90_000)
                _ = try log.compact { _, _ in }
                try expectAll()
                let document = try log.read {
                    try $0.document(of: try StreamName("file/p.png"), at: 24)
                }
                #expect(document == bodies[23])
            }
        }
    }

    @Test func aVersionThatIsAllOfItsDocumentIsNotRepeated() throws {
        try checkProperty { random in
            try withLog { log in
                var folded: JSONObject?
                for number in 0..<30 {
                    let lines = (0..<2_000).map { _ in
                        String(UInt32.random(in: 0...UInt32.max, using: &random), radix: 36)
                    }
                    var event = try event(
                        "file/notes.md", number == 0 ? "file.captured" : "file.changed",
                        [
                            "sha256": .string(String(number)),
                            "text": .string(lines.joined(separator: "\n")),
                        ])
                    if number == 0 { event.change.data["mode"] = "0644" }
                    event.change.unset = [JSONPointer(tokens: [number == 3 ? "mode" : "base64"])]
                    try log.append([event])
                    event.change.apply(to: &folded)
                }
                let (rests, repeated) = try log.read { reader in
                    (
                        try reader.statements.integer(
                            "SELECT count(*) FROM documents WHERE size < 0") ?? 0,
                        try reader.statements.integer(
                            "SELECT coalesce(sum(length(body)), 0) FROM documents") ?? 0
                    )
                }
                #expect(rests > 3 && repeated < 100 * rests)
                for version in [9, 10, 29, 30] as [Int64] {
                    let document = try log.read {
                        try $0.document(of: try StreamName("file/notes.md"), at: version)
                    }
                    #expect(document?["sha256"] == .string(String(version - 1)))
                    #expect(version < 30 || document == folded)
                    #expect(version < 30 || document?.keys == folded?.keys)
                }
                #expect(try format(log) == 2)
            }
        }
    }
}
