import Annals
import AnnalsIntegrity
import AnnalsLog
import AnnalsTesting
import Foundation
import GRDB

/// A store with something of everything, as it lies there when nobody has it open, and a
/// checkpoint of it that was kept elsewhere.
struct TamperedStore {
    let folder: TemporaryDirectory
    /// The note, and the key that verifies it.
    let kept: VerificationOptions
    /// Copies are numbered.
    private static let name = "store.db"
    /// A copy from before its last events.
    private static let older = "older.db"
    /// A copy from before an erasure.
    private static let before = "before.db"
    /// Digests of all bodies, as everybody can work them out who can read the file.
    private let digests: [Int64: Data]
    /// Name of the log, which an editor of the file knows too.
    static let origin = "example.com/tampered"

    /// Makes it.
    init() throws {
        folder = try TemporaryDirectory()
        let maria = try Actor("maria", kind: .human)
        let store = try Store.create(
            at: folder.path(Self.name), origin: Self.origin, by: maria)
        try Self.fill(store, maria)
        try store.backUp(to: folder.path(Self.before), by: maria)
        try store.erase(.stream(StreamName("note/gone")), by: maria, reason: "asked")
        try store.backUp(to: folder.path(Self.older), by: maria)
        try store.append(try Self.event("note/last", ["text": "the newest"], by: maria))
        store.close()
        kept = try Self.checkpoint(of: folder.path(Self.name))
        digests = try Self.digests(of: folder.path(Self.name))
    }

    /// Events of agents, with everything that a header can have; long streams, so that documents
    /// and snapshots are stored; a packed body, and the rest of its document; a cycle, a tag and a
    /// dictionary.
    private static func fill(_ store: Store, _ maria: Actor) throws {
        var random = SeededRandom(seed: 7)
        var events: [NewEvent] = []
        for number in 0..<500 {
            let words = (0..<number % 24 + 36).map { _ in String(random.next(), radix: 36) }
            var event = try event(
                "task/T\(number % 3)",
                [
                    "title": .string("Task \(number)"),
                    "number": .number(JSONNumber(Int64(number))),
                    "notes": .string(words.joined(separator: " ")),
                    "seen": ["\(number)": true],
                ], by: Actor("Agent-\(number % 4)"))
            if number % 10 == 0 {
                event.occurredAt = Timestamp(microseconds: 1_700_000_000_000_000 + Int64(number))
                event.correlation = "run-\(number % 7)"
                event.id = UUID()
            }
            if number % 10 == 5 { event.causation = .position(6 + Int64(number) / 2) }
            events.append(event)
        }
        for start in stride(from: 0, to: events.count, by: 100) {
            try store.append(Array(events[start..<start + 100]))
        }
        let picture = (0..<20_000).map { _ in UInt8.random(in: 0...255, using: &random) }
        try store.append(
            event(
                "file/p.png", ["base64": .string(Data(picture).base64EncodedString())],
                by: maria))
        try store.append(event("note/gone", ["text": "a name"], by: maria))
        try store.nextCycle(note: "the second", by: maria)
        try store.setTag("v1", at: .head, by: maria)
    }

    static func event(
        _ stream: String, _ data: JSONObject, by actor: Actor
    ) throws -> NewEvent {
        let name = try StreamName(stream)
        return NewEvent(
            stream: name, type: try EventType("\(name.category).updated"), actor: actor,
            change: Change(data: data))
    }

    /// A checkpoint of a store, signed with a key that is not in it.
    private static func checkpoint(of path: String) throws -> VerificationOptions {
        let key = try SignerKey.random(name: KeyName(origin))
        let log = try EventLog(path: path, mode: .readOnly)
        defer { log.close() }
        let head = try log.read { reader in try TreeTable(reader.statements).head() }
        let note = try SignedCheckpoint(
            Checkpoint(origin: origin, size: head.frontier.size, root: head.frontier.root),
            signedBy: key)
        return VerificationOptions(
            against: Array(note.serialized.utf8), keys: key.verifier.text + "\n")
    }

    private static func digests(of path: String) throws -> [Int64: Data] {
        let log = try EventLog(path: path, mode: .readOnly)
        defer { log.close() }
        return try log.read { reader in
            var digests: [Int64: Data] = [:]
            try EventTable(reader.statements).forEach(after: 0, through: .max) {
                row throws(StoreError) in
                digests[row.position] = Data(try reader.sealed(row).digest.bytes)
            }
            return digests
        }
    }

    // MARK: Editing

    /// Copies it under a name, and runs some SQL on the copy.
    ///
    /// - Returns: The path of the copy.
    func copy(named name: String, _ edits: [String]) throws -> String {
        let path = folder.path(name)
        try FileManager.default.copyItem(atPath: folder.path(Self.name), toPath: path)
        let queue = try DatabaseQueue(path: path)
        for edit in edits {
            try queue.writeWithoutTransaction { db in try db.execute(sql: edit) }
        }
        try queue.close()
        return path
    }

    /// Copies it, edits the copy, and verifies that.
    ///
    /// - Parameter edit: Gets a connection to the copy, and the path of one from before the last
    ///   events.
    func verify(
        _ options: VerificationOptions, after edit: TamperMatrix.Edit
    ) throws -> (VerificationReport, [VerificationFinding]) {
        let path = folder.path("edited-\(UUID().uuidString).database")
        let files = FileManager.default
        switch edit {
        case .sql(let sql):
            try files.copyItem(atPath: folder.path(Self.name), toPath: path)
            // Whoever attaches the other stores first makes their indexes, and others wait for it.
            var configuration = Configuration()
            configuration.busyMode = .timeout(60)
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.writeWithoutTransaction { [digests] db in
                db.add(
                    function: DatabaseFunction("digest", argumentCount: 1) { values in
                        Int64.fromDatabaseValue(values[0]).flatMap { digests[$0] }
                    })
                try db.execute(sql: "ATTACH '\(folder.path(Self.older))' AS older")
                try db.execute(sql: "ATTACH '\(folder.path(Self.before))' AS before")
                try db.execute(sql: sql)
            }
            try queue.close()
        case .olderCopy:
            try files.copyItem(atPath: folder.path(Self.older), toPath: path)
        case .otherStore:
            let store = try Store.create(
                at: path, origin: Self.origin, by: Actor("maria", kind: .human))
            try Self.fill(store, Actor("mallory", kind: .human))
            for number in 0..<3 {
                try store.append(
                    Self.event("note/\(number)", ["text": "forged"], by: Actor("mallory")))
            }
            store.close()
        }
        defer {
            for suffix in ["", "-wal", "-shm", "-lock"] {
                try? files.removeItem(atPath: path + suffix)
            }
        }
        let store = try Store(opening: path, mode: .readOnly)
        defer { store.close() }
        var findings: [VerificationFinding] = []
        let report = try store.verify(options) { findings.append($0) }
        return (report, findings)
    }
}
