import AnnalsHistory
import AnnalsLog
import AnnalsModel
import AnnalsProjections
import AnnalsTesting
import Testing

/// Something that writes to a store, or makes another beside it.
struct WritingVerb: Sendable, CustomTestStringConvertible {
    /// What it is called where a test fails.
    let testDescription: String
    /// Whether it is done in steps, each for itself, so that there may be something between before
    /// and after: then the error says which step is left, and doing it again goes on.
    var hasSteps = false
    /// What comes before it, on a disk that works.
    var prepare: @Sendable (EventLog, TemporaryDirectory) throws -> Void = { _, _ in }
    /// Does it.
    let run: @Sendable (EventLog, TemporaryDirectory) throws -> Void

    /// All that a store and its history know.
    static let all = [
        append, backup, backupOverOlder, restore, rebuild, addition, removal, snapshots, erasure,
        compaction,
    ]

    /// The names of what it makes beside the store.
    static let copies = ["copy.db", "copy.db.1", "copy.db.2", "fork.db"]

    /// So much that a dictionary is trained on the way.
    private static let append = WritingVerb(testDescription: "append") { log, _ in
        _ = try log.append(try events(20...40))
    }

    private static let backup = WritingVerb(testDescription: "backup") { log, folder in
        _ = try log.backUp(to: folder.path("copy.db"))
    }

    private static let backupOverOlder = WritingVerb(
        testDescription: "backup --keep 2",
        prepare: { log, folder in
            for _ in 1...2 { _ = try log.backUp(to: folder.path("copy.db"), keep: 2) }
        },
        run: { log, folder in _ = try log.backUp(to: folder.path("copy.db"), keep: 2) })

    private static let restore = WritingVerb(testDescription: "restore") { log, folder in
        _ = try History(log: log).restore(
            at: .head(back: 3), to: folder.path("fork.db"), by: try maria)
    }

    private static let rebuild = WritingVerb(testDescription: "rebuild") { log, _ in
        try ProjectionStore(log: log).rebuild("counts")
    }

    private static let addition = WritingVerb(testDescription: "projections add") { log, _ in
        _ = try ProjectionStore(log: log).add(name: "texts", source: texts, by: try maria)
    }

    private static let removal = WritingVerb(testDescription: "projections remove") { log, _ in
        try ProjectionStore(log: log).remove("counts", by: try maria)
    }

    private static let snapshots = WritingVerb(testDescription: "snapshots") { log, _ in
        try SnapshotStore(log: log).takeAll()
    }

    private static let erasure = WritingVerb(
        testDescription: "erase", hasSteps: true,
        prepare: { log, _ in _ = try log.append(try events(20...40)) },
        run: { log, _ in
            do {
                _ = try History(log: log).erase(
                    .stream(try StreamName("task/T3")), includingCauses: false, by: try maria,
                    reason: "a request")
            } catch let error as StoreError where error.code == .notFound {
                // It was done, and the answer that said so was lost.
            }
        })

    private static let compaction = WritingVerb(
        testDescription: "compact",
        prepare: { log, _ in
            _ = try log.append(try events(20...40))
            _ = try log.append(try events(41...60))
        },
        run: { log, _ in _ = try log.compact { _, _ in } })

    // MARK: What they work on

    /// A closed store with some events, less than trains a dictionary, as the bytes of its file.
    static func store() throws -> [UInt8] {
        let store = try ProjectedStore()
        try store.add("counts", counts)
        _ = try store.log.append(try events(1...19))
        store.log.close()
        return try store.folder.read("store.db")
    }

    /// Events whose bodies have some 700 bytes.
    static func events(_ numbers: ClosedRange<Int>) throws -> [NewEvent] {
        var random = SeededRandom(seed: UInt64(numbers.lowerBound))
        return try numbers.map { number in
            let words = (0..<60).map { _ in String(random.next() % 1_000_000, radix: 36) }
            return NewEvent(
                stream: try StreamName("task/T\(number % 7)"),
                type: try EventType("task.updated"), actor: try Actor("Agent-1"),
                change: Change(data: [
                    "title": .string(words.joined(separator: "-filler ")),
                    "status": .string(number % 2 == 0 ? "open" : "done"),
                ]))
        }
    }

    private static var maria: Actor {
        get throws { try Actor("maria", kind: .human) }
    }

    private static let counts = """
        -- Events of each thing.
        CREATE TABLE counts (id TEXT PRIMARY KEY, n INTEGER) STRICT;
        -- on task.*:
        INSERT INTO counts VALUES (@id, 1) ON CONFLICT DO UPDATE SET n = n + 1;
        """

    private static let texts = """
        -- Every title.
        CREATE TABLE texts (position INTEGER PRIMARY KEY, title TEXT) STRICT;
        CREATE INDEX texts_by_title ON texts (title);
        -- on task.*:
        INSERT INTO texts VALUES (@position, :title);
        """
}
