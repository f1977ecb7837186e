import AnnalsModel
import Foundation
import GRDBSQLite

/// The file of an index over the text of a store's events, open.
///
/// It lies beside the store and not in it, so that a store is the same with and without it, an
/// append does nothing for it, and who may only read the store can use it or make one. What is in
/// it only grows; an index that is no longer true is removed with its file. Whatever it names is
/// looked up in the log and compared with the text, so that it can leave out events where it is
/// damaged, and never add any.
///
/// Not `Sendable`: one caller at a time.
final class SearchIndexFile {
    /// Which events are in it.
    struct State: Equatable {
        /// `store.id` as hex digits.
        var store: String
        /// Position of the store's last erasure when the index was begun.
        var erasure: Int64
        /// Of the last event in it.
        var position: Int64
        /// ``EventTable/mark(at:)`` of that; empty where there is none.
        var mark: String
    }

    /// `application_id` of an index: the bytes "ANLX".
    private static let applicationID: Int64 = 0x414E_4C58
    /// `user_version` of what is described in `FORMAT`.
    private static let version: Int64 = 1
    private static let states = "SELECT store, erasure, position, mark FROM state"

    let path: String
    let kind: SearchIndexKind
    private let connection: OpaquePointer
    private let statements: StatementCache
    private let identity: FileIdentity?

    /// Opens an index that is there.
    ///
    /// - Parameter writing: Whether it is also extended; else nothing of it is changed.
    /// - Returns: nil if there is none.
    /// - Throws: `io`, `corrupt`, `unsupported` for a file that is no index of this version.
    static func open(
        _ path: String, _ kind: SearchIndexKind, writing: Bool
    ) throws(StoreError) -> SearchIndexFile? {
        guard try isThere(path) else { return nil }
        let file = try SearchIndexFile(path, kind, writing: writing)
        let application = try file.statements.integer("PRAGMA application_id") ?? 0
        let version = try file.statements.integer("PRAGMA user_version") ?? 0
        guard application == applicationID, version == Self.version else {
            // What nobody began yet is an index in the making.
            if application == 0, version == 0, try file.isEmpty() { return nil }
            throw StoreError(
                .unsupported,
                "\(path.terminalSafe) is no index that this version of Annals can use: remove it,"
                    + " and make the index again")
        }
        return file
    }

    /// Whether there is a file.
    ///
    /// - Throws: `unsupported` for what is no file: opening a pipe would wait for ever.
    private static func isThere(_ path: String) throws(StoreError) -> Bool {
        var status = stat()
        guard lstat(path, &status) == 0 else { return false }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw StoreError(
                .unsupported,
                "\(path.terminalSafe) is no index, and no file either: remove it, and make the"
                    + " index again")
        }
        return true
    }

    /// Makes an index with nothing in it.
    ///
    /// - Returns: What is there, if somebody else was first.
    /// - Throws: `readOnly`, `io`.
    static func create(
        _ path: String, _ kind: SearchIndexKind, _ state: State
    ) throws(StoreError) -> SearchIndexFile {
        let descriptor = Foundation.open(
            path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 || errno == EEXIST else {
            let isRefused = errno == EACCES || errno == EROFS || errno == EPERM
            throw StoreError(
                isRefused ? .readOnly : .io,
                "cannot make the index \(path.terminalSafe): \(System.words)")
        }
        // Nobody has it open yet, so that no lock is lost.
        if descriptor >= 0 { close(descriptor) }
        let file = try SearchIndexFile(path, kind, writing: true)
        try file.inTransaction { () throws(StoreError) -> Void in
            guard try file.isEmpty() else { return }
            for statement in kind.schema.split(separator: ";\n") {
                try Statement(file.connection, String(statement)).run()
            }
            let row = try file.statements.statement("INSERT INTO state VALUES (?, ?, ?, ?)")
            row.bind(1, state.store)
            row.bind(2, state.erasure)
            row.bind(3, state.position)
            row.bind(4, state.mark)
            try row.run()
            try file.statements.run("PRAGMA application_id = \(applicationID)")
            try file.statements.run("PRAGMA user_version = \(version)")
        }
        return file
    }

    private init(_ path: String, _ kind: SearchIndexKind, writing: Bool) throws(StoreError) {
        self.path = path
        self.kind = kind
        var handle: OpaquePointer?
        let mode = writing ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY
        // Links in the path of the store are resolved: one here was put there by somebody else.
        let flags = mode | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW
        let code = sqlite3_open_v2(path, &handle, flags, nil)
        guard code == SQLITE_OK, let handle else {
            let error = StoreError.sqlite(handle, code, doing: "open \(path.terminalSafe)")
            sqlite3_close_v2(handle)
            throw error
        }
        connection = handle
        statements = StatementCache(handle)
        identity = FileIdentity(of: path)
        sqlite3_busy_timeout(handle, Limits.searchWaitMilliseconds)
        try StoreConnection.harden(raw: handle)
    }

    deinit {
        statements.removeAll()
        sqlite3_close_v2(connection)
    }

    // MARK: Reading

    /// Which events are in it.
    ///
    /// - Throws: `corrupt` if it does not say.
    func state() throws(StoreError) -> State {
        let row = try statements.statement(Self.states)
        let state = try row.first { row in
            State(
                store: row.text(0), erasure: row.int64(1), position: row.int64(2),
                mark: row.text(3))
        }
        if let state, (0...Limits.positionMax).contains(state.position) { return state }
        throw StoreError(.corrupt, "\(path.terminalSafe) does not say what is in it: remove it")
    }

    /// Positions of events that may match, between two positions, both excluded.
    ///
    /// - Parameters:
    ///   - expression: See ``IndexExpression``.
    ///   - isReversed: Whether the last ones are wanted, last first.
    func positions(
        matching expression: String, after low: Int64, before high: Int64, limit: Int,
        reversed isReversed: Bool
    ) throws(StoreError) -> [Int64] {
        let rows = try statements.statement(
            """
            SELECT rowid FROM texts WHERE texts MATCH ?1 AND rowid > ?2 AND rowid < ?3
            ORDER BY rowid \(isReversed ? "DESC" : "ASC") LIMIT ?4
            """)
        rows.bind(1, expression)
        rows.bind(2, low)
        rows.bind(3, high)
        rows.bind(4, Int64(limit))
        return try rows.map { $0.int64(0) }
    }

    /// Whether its parts fit each other, which damage breaks as a rule; looked for in all of it.
    func isIntact() -> Bool {
        do throws(StoreError) {
            let check = try statements.statement("PRAGMA quick_check(1)")
            guard try check.first({ $0.text(0) }) == "ok" else { return false }
            try statements.run("INSERT INTO texts (texts) VALUES ('integrity-check')")
            return true
        } catch {
            return false
        }
    }

    // MARK: Writing

    /// Takes in the texts of the events that follow.
    ///
    /// - Parameters:
    ///   - old: What is in it before.
    ///   - new: What is in it then.
    /// - Returns: Whether it was so; false if somebody else has written to it since.
    func extend(
        from old: State, to new: State, _ texts: [(position: Int64, text: [UInt8])]
    ) throws(StoreError) -> Bool {
        try inTransaction { () throws(StoreError) -> Bool in
            guard try state() == old else { return false }
            let row = try statements.statement("INSERT INTO texts (rowid, text) VALUES (?, ?)")
            for (position, text) in texts {
                row.bind(1, position)
                row.bind(2, text: text)
                try row.run()
            }
            let update = try statements.statement("UPDATE state SET position = ?, mark = ?")
            update.bind(1, new.position)
            update.bind(2, new.mark)
            try update.runOnOneRow(of: "state")
            return true
        }
    }

    /// Puts what was taken in piece by piece in one order, a step; a search looks at fewer places
    /// then.
    ///
    /// - Parameter isFirst: Whether to begin.
    /// - Returns: Whether anything is left to do.
    func merge(first isFirst: Bool) throws(StoreError) -> Bool {
        let before = sqlite3_total_changes(connection)
        try statements.run(
            "INSERT INTO texts (texts, rank) VALUES ('merge', ?)",
            isFirst ? -Limits.searchMergePages : Limits.searchMergePages)
        return sqlite3_total_changes(connection) - before >= 2
    }

    /// Removes the file, if it is still the one that has the name.
    func remove() throws(StoreError) {
        guard let identity, FileIdentity(of: path) == identity else { return }
        try Self.remove(path)
    }

    /// Removes an index, be it open or not.
    ///
    /// - Returns: Whether there was one.
    @discardableResult
    static func remove(_ path: String) throws(StoreError) -> Bool {
        // The journal last: SQLite takes no journal for that of a file with nothing in it.
        let wasThere = unlink(path) == 0
        guard wasThere || errno == ENOENT else {
            throw StoreError(.io, "cannot remove \(path.terminalSafe): \(System.words)")
        }
        guard unlink(path + "-journal") == 0 || errno == ENOENT else {
            throw StoreError(.io, "cannot remove \(path.terminalSafe)-journal: \(System.words)")
        }
        return wasThere
    }

    private func isEmpty() throws(StoreError) -> Bool {
        try statements.integer("SELECT count(*) FROM sqlite_schema") == 0
    }

    private func inTransaction<Value>(
        _ body: () throws(StoreError) -> Value
    ) throws(StoreError) -> Value {
        try statements.run("BEGIN IMMEDIATE")
        do {
            let value = try body()
            try statements.run("COMMIT")
            return value
        } catch {
            // SQLite may have ended the transaction by itself.
            if sqlite3_get_autocommit(connection) == 0 { try? statements.run("ROLLBACK") }
            throw error
        }
    }
}
