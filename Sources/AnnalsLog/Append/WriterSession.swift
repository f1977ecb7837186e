import AnnalsCodec
import AnnalsIntegrity
import AnnalsModel
import Dispatch
import GRDB
import GRDBSQLite

/// The writer's connection and everything it keeps between transactions, all on one thread.
final class WriterSession {
    /// What is open while the connection is: replaced after a commit failed.
    struct Open {
        let queue: DatabaseQueue
        let statements: StatementCache
        let reader: LogReader
    }

    let path: String
    /// Where the store lies.
    let storePath: StorePath
    let tables: (any InlineTables)?
    /// The lock between writers, which this process holds whenever it writes.
    var lock: StoreLock?
    /// The write-ahead log and its index as they were opened.
    var openFiles: OpenFiles
    /// Room for the index.
    var reserve = IndexReserve()
    /// What the write-ahead log goes on from; nil if it is not known.
    var base: WALBase?
    /// Which event was the last one when the file was read.
    private var knownMark = ""
    /// What the names of the store led to at the last look.
    var look: FileLook
    /// Bytes of the write-ahead log after the last commit of this process.
    var walBytes: Int64 = 0
    /// Seconds that the last commit took.
    private(set) var commitSeconds = 0.0
    /// Whether the connection is open: it is not after an attempt to open it again failed.
    private(set) var isConnected = true
    /// `store.id` as hex digits; empty before the first transaction.
    private(set) var storeID = ""
    var open: Open
    /// True only as of the last commit.
    var committed = WriterState()
    /// What was true before the last transaction, with what other processes had written by then.
    private(set) var before = WriterState()
    /// `PRAGMA data_version` when `committed` was true; nil forces a reload.
    private var dataVersion: Int64?
    /// Names, and the ends of streams that are in the file.
    var names = EventNames()
    var ends = StreamEnds(weightMax: Limits.tailCacheBytesMax)
    let bodyWriter: BodyWriter
    let sealer: Sealer
    /// Where events are sealed while others are stored.
    let sealing = DispatchQueue(label: "annals.sealing")
    /// Whether the last run of jobs committed something.
    private var hasCommitted = false
    /// Whether a failed commit has to be made certain before anything else.
    private var mustRecover = false

    init(path: String, tables: (any InlineTables)?) throws(StoreError) {
        self.path = path
        self.tables = tables
        storePath = try StorePath(path)
        bodyWriter = BodyWriter()
        sealer = Sealer(bodyWriter)
        open = try Self.connect(storePath)
        openFiles = OpenFiles(storePath)
        look = FileLook(storePath)
    }

    static func connect(_ store: StorePath) throws(StoreError) -> Open {
        let path = store.given
        let queue = try StoreConnection.writer(store.file)
        do {
            return try queue.writeWithoutTransaction { db in
                guard let handle = db.sqliteConnection else {
                    throw StoreError(.io, "the connection to \(path.terminalSafe) is closed")
                }
                let statements = StatementCache(handle)
                return Open(
                    queue: queue, statements: statements,
                    reader: LogReader(statements: statements, path: path))
            }
        } catch {
            throw StoreError.wrapping(error, doing: "open \(path.terminalSafe)")
        }
    }

    /// Opens the connection again, of which nothing is known then.
    func connectAgain() throws(StoreError) {
        open = try Self.connect(storePath)
        isConnected = true
        openFiles = OpenFiles(storePath)
        reserve = IndexReserve()
        dataVersion = nil
    }

    /// Finalises every statement and closes the connection.
    ///
    /// - Parameter isCheckpointing: Whether the last connection of all moves the log into the file
    ///   and removes it.
    func close(checkpointing isCheckpointing: Bool) {
        if !isCheckpointing { StoreConnection.leaveLog(open.statements.connection) }
        isConnected = false
        tables?.close()
        open.reader.close()
        open.statements.removeAll()
        // A close that fails leaves the file to the next opener, who recovers it.
        try? open.queue.close()
    }

    /// Runs jobs in one transaction and answers each of them.
    func perform(_ jobs: [WriteJob]) {
        guard !jobs.isEmpty else { return }
        var failures = [(any Error)?](repeating: nil, count: jobs.count)
        before = committed
        hasCommitted = false
        do {
            if mustRecover { try recover() }
            if !isConnected { try connectAgain() }
            try checkFiles()
            // A job that ends the transaction takes with it what others did, who are no part of
            // that: they run again without it. Each round has fewer jobs than the one before.
            while true {
                let (end, lost) = try open.queue.writeWithoutTransaction { [self] db in
                    try transact(jobs, &failures, db)
                }
                if lost, failures.contains(where: { $0 == nil }) { continue }
                // Outside the queue, because the connection is closed and opened anew.
                if let end { try settle(end) }
                break
            }
            if hasCommitted { try confirmFiles() }
            for (index, job) in jobs.enumerated() where job.emptiesLog && failures[index] == nil {
                failures[index] = emptyLog()
            }
        } catch {
            let error = StoreError.wrapping(error, doing: "append to \(path.terminalSafe)")
            for index in failures.indices where failures[index] == nil { failures[index] = error }
        }
        for (job, failure) in zip(jobs, failures) { job.finish(failure) }
    }

    // MARK: One transaction

    /// A commit that failed: what it would have made true, and why it did not.
    private struct FailedCommit {
        let state: WriterState
        let error: StoreError
    }

    /// - Returns: The commit that failed in a way that leaves its outcome open, if one did; whether
    ///   the transaction was lost with a job that has its failure now.
    private func transact(
        _ jobs: [WriteJob], _ failures: inout [(any Error)?], _ db: Database
    ) throws(StoreError) -> (FailedCommit?, lost: Bool) {
        try beginWriting(jobs, &failures)
        // GRDB ends the process if a transaction is left open.
        defer {
            if sqlite3_get_autocommit(open.statements.connection) == 0 { undo() }
            // A statement left on a row would keep the WAL from being checkpointed.
            open.statements.resetRunning()
        }
        let transaction: AppendTransaction
        do {
            transaction = try begin(db)
            guard try runAll(jobs, &failures, transaction) else {
                undo()
                return (nil, lost: true)
            }
            guard transaction.hasChanges else {
                undo()
                return (nil, lost: false)
            }
            try transaction.finish()
        } catch {
            undo()
            throw error
        }
        return (try commit(transaction), lost: false)
    }

    private func begin(_ db: Database) throws(StoreError) -> AppendTransaction {
        let version = try open.statements.integer("PRAGMA data_version")
        let changed = dataVersion == nil || version != dataVersion
        if changed {
            try reload()
            dataVersion = version
        }
        before = committed
        noteBeginning()
        try tables?.begin(open.statements.connection, changed: changed)
        return AppendTransaction(session: self, database: db)
    }

    /// Runs the jobs that have not failed yet.
    ///
    /// - Returns: Whether the transaction is still there; else the job that ended it has its
    ///   failure.
    private func runAll(
        _ jobs: [WriteJob], _ failures: inout [(any Error)?], _ transaction: AppendTransaction
    ) throws(StoreError) -> Bool {
        // A savepoint has SQLite keep every page as it was, in a file where they are many: one job
        // alone takes the whole transaction back.
        let isAlone = failures.count { $0 == nil } == 1
        for (index, job) in jobs.enumerated() where failures[index] == nil {
            let saved = transaction.state
            let savedChanges = transaction.hasChanges
            tables?.mark()
            names.setMark()
            if !isAlone { try execute("SAVEPOINT job") }
            do {
                try job.run(transaction)
            } catch {
                failures[index] = error
                // SQLite ends the transaction by itself where a disk is full or a statement of a
                // projection was stopped.
                guard sqlite3_get_autocommit(open.statements.connection) == 0 else {
                    let code = (error as? StoreError)?.code
                    if code == .projectionRefused || code == .timeLimit {
                        return false
                    }
                    throw StoreError.wrapping(error, doing: "append to \(path.terminalSafe)")
                }
                if isAlone { return false }
                try execute("ROLLBACK TO job")
                try execute("RELEASE job")
                transaction.undoJob(to: saved)
                transaction.hasChanges = savedChanges
                names.rollBackToMark()
                forget()
                tables?.rollbackToMark()
                continue
            }
            if !isAlone { try execute("RELEASE job") }
            ends.keepJob()
        }
        return true
    }

    private func commit(_ transaction: AppendTransaction) throws(StoreError) -> FailedCommit? {
        let began = ContinuousClock.now
        do {
            try execute("COMMIT")
        } catch {
            guard error.code != .busy else {
                undo()
                throw error
            }
            undo()
            mustRecover = true
            return FailedCommit(state: transaction.state, error: error)
        }
        commitSeconds = (ContinuousClock.now - began) / .seconds(1)
        hasCommitted = true
        tables?.end(committed: true)
        adopt(transaction)
        return nil
    }

    /// Makes what a durable transaction did the known state.
    private func adopt(_ transaction: AppendTransaction) {
        names.end(committed: true)
        ends.endTransaction(committed: true)
        committed = transaction.state
    }

    private func undo() {
        if sqlite3_get_autocommit(open.statements.connection) == 0 {
            // It cannot fail in a way that matters: the connection is reopened then.
            do { try execute("ROLLBACK") } catch { mustRecover = true }
        }
        names.end(committed: false)
        ends.endTransaction(committed: false)
        forget()
        tables?.end(committed: false)
    }

    /// Forgets what was read or made under ids that may be given anew.
    private func forget() {
        open.reader.forget()
        bodyWriter.forget()
    }

    func execute(_ sql: String) throws(StoreError) {
        try open.statements.run(sql)
    }

    // MARK: After a failed commit

    /// Finds out what became of a transaction whose commit failed, and answers as the file does.
    ///
    /// - Throws: The commit's own error when nothing was stored; `outcomeUnknown` when the disk
    ///   still refuses, so that it cannot be told.
    private func settle(_ failed: FailedCommit) throws(StoreError) {
        do {
            try recover()
        } catch {
            throw StoreError(
                .outcomeUnknown,
                "the disk failed while \(path.terminalSafe) was written, and it cannot be told yet"
                    + " whether the events were stored (\(error.message)): mend the disk, then send"
                    + " them again with the same ids",
                cause: error)
        }
        // Nobody else can have written while this process holds the lock between writers, unless
        // somebody removed the lock.
        guard committed.size <= failed.state.size else {
            throw StoreError(
                .outcomeUnknown,
                "the disk failed while \(path.terminalSafe) was written, and others have written to"
                    + " it since: send the events again with the same ids", cause: failed.error)
        }
        guard committed.size == failed.state.size,
            committed.frontier.root == failed.state.frontier.root
        else { throw failed.error }
        // What appends no event leaves the end of the log as it was, whether it was stored or not.
        guard failed.state.size > before.size else {
            throw StoreError(
                .outcomeUnknown,
                "the disk failed while \(path.terminalSafe) was written (\(failed.error.message)),"
                    + " and what was to be changed beside its events may be as it was: do it again",
                cause: failed.error)
        }
    }

    /// Reopens the file and makes a commit of its own durable: after a failed one, the frames of
    /// the refused transaction may still lie in the WAL, and a crash would bring them back.
    private func recover() throws(StoreError) {
        try storePath.checkCurrent()
        if isConnected { close(checkpointing: true) }
        try connectAgain()
        var moved: Int32 = 0
        var total: Int32 = 0
        let handle = open.statements.connection
        let code = sqlite3_wal_checkpoint_v2(
            handle, nil, SQLITE_CHECKPOINT_TRUNCATE, &total, &moved)
        if code != SQLITE_OK {
            // Readers may hold the WAL; a commit after the refused frames does as well.
            guard code & 0xFF == SQLITE_BUSY else {
                throw StoreError.sqlite(
                    handle, code, doing: "write the log to \(path.terminalSafe)")
            }
            do {
                try open.queue.writeWithoutTransaction { [self] _ in
                    try execute("BEGIN IMMEDIATE")
                    defer { if sqlite3_get_autocommit(handle) == 0 { try? execute("ROLLBACK") } }
                    try TreeTable(open.statements).rewriteHead()
                    try execute("COMMIT")
                }
            } catch {
                throw StoreError.wrapping(error, doing: "write to \(path.terminalSafe)")
            }
        }
        do {
            try open.queue.writeWithoutTransaction { [self] _ in try reload() }
        } catch {
            throw StoreError.wrapping(error, doing: "read \(path.terminalSafe)")
        }
        mustRecover = false
    }

    // MARK: What another process changed

    /// Which event is the last one that this process knows; see ``EventTable/mark(at:)``.
    var lastMark: String {
        guard let digest = committed.lastDigest, let time = committed.recordedAt else {
            return knownMark
        }
        return "\(time).\(digest.checkBytes.hex)"
    }
    /// Reads again all that the caches say, because somebody else may have written.
    ///
    /// - Throws: `storeReplaced` if the file holds another history than the one that is known.
    private func reload() throws(StoreError) {
        ends.removeAll()
        forget()
        try names.reload(open.statements)
        let state = try WriterState(reading: open.statements)
        let store = try StoreTable(open.statements).hexID()
        try checkGoesOn(store, state)
        (committed, storeID) = (state, store)
        knownMark = try EventTable(open.statements).mark(at: state.size)
    }

    /// Refuses a history that does not go on from what this process appended or read.
    private func checkGoesOn(_ store: String, _ state: WriterState) throws(StoreError) {
        guard !storeID.isEmpty else { return }
        let mark = try EventTable(open.statements).mark(at: committed.size)
        guard store == storeID, state.size >= committed.size, mark == lastMark else {
            throw StoreError(
                .storeReplaced,
                "\(path.terminalSafe) holds another history now than it did while it was open:"
                    + " somebody put another or an older copy in its place; open the store again")
        }
    }
}
