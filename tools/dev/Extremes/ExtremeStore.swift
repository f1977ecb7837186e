import Annals
import AnnalsHistory
import AnnalsTesting
import Foundation
import GRDB

/// A store with a row in every table, and copies of it in which one number is extreme.
struct ExtremeStore {
    /// A column of integers.
    struct Column {
        let table: String
        let name: String
        /// What tells the table's rows apart, in SQL.
        let key: String
    }

    /// What a verb did that none may do.
    struct Finding: Error, CustomStringConvertible {
        let description: String
    }

    private let path: String
    private let folder: TemporaryDirectory
    private let actor: Actor

    /// Makes the store.
    init(in folder: TemporaryDirectory) throws {
        self.folder = folder
        path = folder.path("original.db")
        actor = try Actor("maria", kind: .human)
        let store = try Store.create(at: path, by: actor)
        try fill(store)
        store.close()
        try fillWhatNoVerbFills()
    }

    // MARK: What it holds

    private func fill(_ store: Store) throws {
        for (index, event) in Workload(seed: 7, events: 300).enumerated() {
            try store.append(event)
            if index == 150 { try SnapshotStore(log: store.log).takeAll() }
        }
        _ = try store.addProjection(
            name: "few",
            source: """
                -- At most nine of each.
                CREATE TABLE few (id TEXT PRIMARY KEY, n INTEGER CHECK (n < 10)) STRICT;
                -- on few.*:
                INSERT INTO few VALUES (@id, :n) ON CONFLICT (id) DO UPDATE SET n = excluded.n;
                """, by: actor)
        var random = SeededRandom(seed: 7)
        for number in 0..<60 {
            // Long and hard to compress: stored documents and chains of bodies come of them.
            let text = (0..<60).map { _ in String(random.next(), radix: 36) }.joined()
            let data: JSONObject = [
                "n": .number(JSONNumber(Int64(number))), "text\(number % 3)": .string(text),
            ]
            try store.append(
                NewEvent(
                    stream: StreamName("few/one"), type: EventType("few.changed"), actor: actor,
                    change: Change(data: data), occurredAt: .now, correlation: "run",
                    causation: .position(1)), options: .lenient)
        }
        _ = try store.send(MessageDraft(to: "Agent-1", content: "hello"), by: actor)
        _ = try store.createTask(TaskDraft("look"), by: actor)
        _ = try store.setConfiguration("limit", to: 5, by: actor)
        try folder.write(#"{"agent_id": "Agent-9", "status": "ACTIVE"}"#, to: Self.file)
        _ = try store.importWorkspace(folder.path("files"))
        try store.nextCycle(by: actor)
        try store.setTag("here", by: actor)
        try SnapshotStore(log: store.log).takeAll()
    }

    private static let file = "files/agent_workspaces/Agent-9/status.json"

    /// Rows that signing makes.
    private func fillWhatNoVerbFills() throws {
        try change(path) { db in
            try db.execute(sql: "INSERT INTO checkpoints VALUES (1, 'a note')")
        }
    }

    private func change(_ path: String, _ body: (Database) throws -> Void) throws {
        let queue = try DatabaseQueue(path: path)
        defer { try? queue.close() }
        try queue.writeWithoutTransaction(body)
        _ = try queue.writeWithoutTransaction { db in try db.checkpoint(.truncate) }
    }

    /// The columns that SQLite gives the type INTEGER, of every table of the store's own.
    func integerColumns() throws -> [Column] {
        let queue = try DatabaseQueue(path: path)
        defer { try? queue.close() }
        return try queue.read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT t.name AS tbl, c.name AS col, t.wr AS wr,
                        (SELECT group_concat(name) FROM pragma_table_info(t.name) WHERE pk > 0)
                            AS keys
                    FROM pragma_table_list AS t, pragma_table_info(t.name) AS c
                    WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND c.type = 'INTEGER'
                    ORDER BY t.name, c.cid
                    """)
            return rows.map { row in
                let isKeyed = (row["wr"] as Int64) == 1
                return Column(
                    table: row["tbl"], name: row["col"], key: isKeyed ? row["keys"] : "rowid")
            }
        }
    }

    // MARK: Its use

    /// Runs every verb on a copy in which nothing was changed: there none may fail.
    func checkUntouched(onVerb: (String) -> Void) throws {
        try withCopy { copy in
            try run(on: copy, onVerb: onVerb) { verb, error in
                // Some rows are made up, for tables that no verb fills: no copy of them is kept.
                if verb == "backup", (error as? StoreError)?.code == .corrupt { return }
                throw Finding(description: "\(verb) fails on a sound store: \(error)")
            }
        }
    }

    /// Runs every verb on a copy in which one number was changed.
    func use(
        _ column: Column, _ value: Int64, isLast: Bool, onVerb: (String) -> Void
    ) throws {
        try withCopy { copy in
            try change(copy) { db in
                let order = column.key.split(separator: ",")
                    .map { "\($0) \(isLast ? "DESC" : "ASC")" }.joined(separator: ", ")
                try db.execute(
                    sql: """
                        UPDATE OR IGNORE \(column.table) SET \(column.name) = ?
                        WHERE (\(column.key)) = (
                            SELECT \(column.key) FROM \(column.table) ORDER BY \(order) LIMIT 1)
                        """, arguments: [value])
            }
            try run(on: copy, onVerb: onVerb) { verb, error in
                guard error is StoreError else {
                    throw Finding(description: "\(verb) throws what is no StoreError: \(error)")
                }
            }
        }
    }

    private func withCopy(_ body: (String) throws -> Void) throws {
        let copies = try TemporaryDirectory()
        let copy = copies.path("copy.db")
        try FileManager.default.copyItem(atPath: path, toPath: copy)
        try body(copy)
    }

    private func run(
        on copy: String, onVerb: (String) -> Void, onError: (String, any Error) throws -> Void
    ) throws {
        let verbs = try ExtremeVerbs(files: folder.path("files"), beside: copy, actor)
        for (mode, named) in [(Store.Mode.readOnly, verbs.reading), (.readWrite, verbs.writing)] {
            let store: Store
            do {
                store = try Store(opening: copy, mode: mode)
            } catch {
                try onError("open", error)
                continue
            }
            defer { store.close() }
            for (name, verb) in named {
                onVerb(name)
                do { try verb(store) } catch { try onError(name, error) }
            }
        }
    }
}
