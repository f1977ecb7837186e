import AnnalsCodec
import AnnalsHistory
import AnnalsLog
import AnnalsModel
import AnnalsProjections
import AnnalsTesting
import Foundation
import GRDB

/// A store in which what is to be erased is everywhere: in bodies, bases and dictionaries, in
/// stored documents and snapshots, in tables and in what tables refused.
struct ErasableStore {
    let store: ProjectedStore
    let secret: StreamName
    let maria: Actor
    private var random: SeededRandom

    var folder: TemporaryDirectory { store.folder }
    var log: EventLog { store.log }
    var history: History { History(log: store.log) }

    /// A text that the bodies of the stream share, so that a dictionary is likely to quote it.
    private let phrase: String

    init(_ random: SeededRandom, events: Int = 90) throws {
        self.random = random
        store = try ProjectedStore()
        secret = try StreamName("task/secret")
        maria = try Actor("maria", kind: .human)
        phrase = "Zwölf Boxkämpfer-\(self.random.next())-\(self.random.next())"
        try store.add("texts", Self.texts)
        for number in stride(from: 1, through: events, by: 10) {
            _ = try log.append(try (number..<number + 10).map { try event($0) }, .lenient)
        }
        try SnapshotStore(log: log).takeAll()
    }

    private static let texts = """
        -- Every title, and what is refused.
        CREATE TABLE texts (position INTEGER PRIMARY KEY, title TEXT, label TEXT) STRICT;
        CREATE INDEX texts_by_title ON texts (title);
        CREATE TABLE refusing (title TEXT) STRICT;
        -- on task.*:
        INSERT INTO texts VALUES (@position, :title, :label);
        INSERT INTO refusing SELECT json_extract('{}', :label) WHERE :label IS NOT NULL;
        """

    /// An event of one of some streams: small, with a base, or of many blocks.
    mutating func event(_ number: Int) throws -> NewEvent {
        let stream = number % 3 == 0 ? secret : try StreamName("task/T\(number % 5)")
        let words = number == 21 || number == 24 ? 5_200 : [3, 40, 90, 90][random.number(0...3)]
        return try event(stream, words: words, number)
    }

    /// An event with words of its own.
    mutating func event(_ stream: StreamName, words: Int, _ number: Int) throws -> NewEvent {
        let text = (0..<words).map { _ in String(random.next(), radix: 36) }
        var data: JSONObject = ["title": .string(text.joined(separator: " "))]
        if stream == secret {
            data["name"] = .string(phrase)
            if number % 2 == 0 { data["label"] = .string("label-\(random.next())") }
        }
        var event = NewEvent(
            stream: stream, type: try EventType("task.updated"), actor: try Actor("Agent-1"),
            change: Change(data: data))
        event.reason = "because of \(random.next())"
        return event
    }

    /// The bodies of the events that are there and, of those, all that are to be erased.
    func bodies(_ isErased: (Event) -> Bool) throws -> (kept: [[UInt8]], erased: [[UInt8]]) {
        var bodies: (kept: [[UInt8]], erased: [[UInt8]]) = ([], [])
        for event in try store.events() where !event.isErased {
            let body = try log.read { reader in try reader.bodies.body(at: event.position) } ?? []
            if isErased(event) { bodies.erased.append(body) } else { bodies.kept.append(body) }
        }
        return bodies
    }

    /// Every value of every cache and table, decoded: what the bytes of the file do not show.
    func decodedCaches() throws -> [[UInt8]] {
        try log.readDatabase { _, db in
            var found: [[UInt8]] = []
            for sql in [
                "SELECT size, body FROM documents", "SELECT size, body FROM snapshot_chunks",
            ] {
                for row in try Row.fetchAll(db, sql: sql) {
                    // The rest of a document has a negative size.
                    let (size, body): (Int, Data) = (abs(row[0]), row[1])
                    let stored = [UInt8](body)
                    found.append(
                        stored.count == size ? stored : try decompressBlock(stored, size: size))
                }
            }
            return found
        }
    }
}

/// The strings of twelve bytes in some texts.
struct Windows {
    private struct Window: Hashable {
        let head: UInt64
        let tail: UInt32
    }

    private var windows: Set<Window> = []

    /// Those that only some texts have.
    ///
    /// One that begins or ends with nine bytes of the other texts does not count: where a
    /// dictionary has pieces of these side by side, it can come to be by chance.
    init(in texts: [[UInt8]], butNotIn others: [[UInt8]]) {
        let pieces = others.reduce(into: Set<ArraySlice<UInt8>>()) { pieces, text in
            for start in 0..<max(0, text.count - 8) { pieces.insert(text[start..<start + 9]) }
        }
        for text in texts {
            var start = 0
            Self.forEach(in: text) { window in
                let isOwn =
                    !pieces.contains(text[start..<start + 9])
                    && !pieces.contains(text[start + 3..<start + 12])
                if isOwn { windows.insert(window) }
                start += 1
            }
        }
        for text in others { Self.forEach(in: text) { windows.remove($0) } }
    }

    var count: Int { windows.count }

    /// How many places of a text have one of them.
    func places(in text: [UInt8]) -> Int {
        var places = 0
        Self.forEach(in: text) { if windows.contains($0) { places += 1 } }
        return places
    }

    private static func forEach(in text: [UInt8], _ body: (Window) -> Void) {
        guard text.count >= 12 else { return }
        text.withUnsafeBytes { bytes in
            for start in 0...(bytes.count - 12) {
                body(
                    Window(
                        head: bytes.loadUnaligned(fromByteOffset: start, as: UInt64.self),
                        tail: bytes.loadUnaligned(fromByteOffset: start + 8, as: UInt32.self)))
            }
        }
    }
}
