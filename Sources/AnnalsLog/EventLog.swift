package import AnnalsModel
import Foundation
package import GRDB

/// The event log of one store file: the one way in, and every way to read it.
///
/// Appends of any number of threads and processes are put in one order; an append returns when it
/// is durable. Reads never wait for writers, nor writers for reads.
package final class EventLog: Sendable {
    /// What a process may do with a store.
    package enum Mode: Sendable {
        case readOnly
        /// Read a little, and leave no file beside the store that was not there.
        case glance
        case readWrite
    }

    /// Path as it was given.
    package let path: String
    /// What this process may do.
    package let mode: Mode
    /// Where the store lies, links resolved.
    package let file: StorePath
    private let registration: OpenStores.Registration
    private let readers: ReaderPool
    private let writer: Writer?

    /// Opens a store that exists.
    ///
    /// - Parameters:
    ///   - makeTables: Makes the tables that follow the log; called on the writer's thread.
    /// - Throws: `storeMissing`, `notAStore`, `newerFormat`, `readOnly`, `unsupported` for a file
    ///   with several names, `storeReplaced` if the write-ahead log beside it is another file's,
    ///   `io`.
    package init(
        path: String, mode: Mode,
        makeTables: @escaping @Sendable () -> (any InlineTables)? = { nil }
    ) throws(StoreError) {
        self.path = path
        self.mode = mode
        let file = try StorePath(path)
        try IndexReserve.checkRoom(file)
        self.file = file
        registration = OpenStores.register(file)
        switch mode {
        case .readOnly, .glance:
            // Whoever has the store open has a log beside it: without one nobody changes the file,
            // or only begins to, and then a glance may miss something.
            let isImmutable =
                try StoreConnection.mustBeImmutable(file.file)
                || mode == .glance && access(file.file + "-wal", F_OK) != 0
            if !isImmutable { try WALBaseCheck.check(file) }
            readers = try ReaderPool(file, immutable: isImmutable)
            writer = nil
        case .readWrite:
            try file.checkWritable()
            let lock = try StoreLock(besideStore: file.file)
            try WALBaseCheck.check(file)
            writer = try Writer(path: path, lock: lock) {
                try WriterSession(path: path, tables: makeTables())
            }
            // The writer has read the file: it can be read.
            readers = try ReaderPool(file, immutable: false, opensFirst: false)
        }
    }

    /// Opens a copy of a store to read it, and makes no file beside it, be its folder writable or
    /// not.
    ///
    /// - Throws: As ``init(path:mode:makeTables:)``, but a copy may have several names;
    ///   `unsupported` if there are changes beside its file, since then it is in use.
    package init(copyAt path: String) throws(StoreError) {
        self.path = path
        mode = .readOnly
        do throws(StoreError) {
            file = try StorePath(path, isCopy: true)
        } catch {
            throw error.ofCopy(path)
        }
        registration = OpenStores.register(file)
        guard !StoreDraft.hasChanges(beside: file.file) else {
            throw StoreError(
                .unsupported,
                "\(path.terminalSafe) has changes in a file beside it, as a store has that is in"
                    + " use or was not closed: make a backup of it, and take that")
        }
        do throws(StoreError) {
            readers = try ReaderPool(file, immutable: true)
        } catch {
            registration.end()
            throw error.ofCopy(path)
        }
        writer = nil
    }

    /// Closes every connection; a second call does nothing.
    package func close() {
        readers.close()
        writer?.close()
        registration.end()
    }

    deinit {
        close()
    }

    // MARK: Writing

    /// Runs work that changes tables together with the log, as where a projection is installed or
    /// a store is filled, or that is too long for a list of events, such as a rollback: it and all
    /// it appends become durable together.
    ///
    /// Events alone go through ``append(_:deadline:deciding:)``, caches alone through
    /// ``keep(deadline:_:)``. For work of our own, which throws nothing but `StoreError`; what runs
    /// a closure of a caller's goes through ``withTransaction(deadline:_:)``.
    ///
    /// - Throws: As ``append(_:_:deadline:)``, and what the work throws. `invalidArgument` inside
    ///   another write, which this one would wait for.
    package func write<Value: Sendable>(
        deadline: Double = Limits.appendDeadlineSeconds,
        _ body: @escaping @Sendable (AppendTransaction) throws -> Value
    ) throws(StoreError) -> Value {
        do {
            return try withTransaction(deadline: deadline, body)
        } catch {
            throw StoreError.wrapping(error, doing: "append to \(path.terminalSafe)")
        }
    }

    /// The same for work that may throw anything, which comes out as it is.
    package func withTransaction<Value: Sendable>(
        deadline: Double = Limits.appendDeadlineSeconds,
        _ body: @escaping @Sendable (AppendTransaction) throws -> Value
    ) throws -> Value {
        try writable().run(deadline: deadline, body)
    }

    /// Has a closure told of every later commit of this process that appended events, after its
    /// callers were answered; it must return soon.
    package func observeCommits(_ body: @escaping @Sendable (Writer.Commit) -> Void) {
        writer?.observe(body)
    }

    /// Returns when those who observe were told of every append that was acknowledged.
    package func waitForObservers() {
        writer?.waitForObservers()
    }

    func writable() throws(StoreError) -> Writer {
        guard let writer else {
            throw StoreError(
                .readOnly, "\(path.terminalSafe) was opened to be read: open it for writing")
        }
        return writer
    }

    // MARK: Reading

    /// Runs a closure inside one read transaction.
    ///
    /// For closures of our own, which throw nothing but `StoreError`; what runs a closure of a
    /// caller's goes through ``readDatabase(_:)``.
    ///
    /// - Throws: What the closure throws; `invalidArgument` inside another read of this store on
    ///   the same thread, or inside a write; `busy` if every connection was in use for
    ///   ``Limits/readDeadlineSeconds``.
    package func read<Value>(
        _ body: (LogReader) throws -> Value
    ) throws(StoreError) -> Value {
        do {
            return try readDatabase { reader, _ in try body(reader) }
        } catch {
            throw StoreError.wrapping(error, doing: "read \(path.terminalSafe)")
        }
    }

    /// A connection of its own for SQL of somebody else's.
    package func readOnlyQuery() throws(StoreError) -> ReadOnlyQuery {
        try file.checkCurrent()
        return try ReadOnlyQuery(path: file.file)
    }

    /// Whether another file has the log's name now.
    package var isReplaced: Bool {
        FileIdentity(of: file.given).map { $0 != file.identity } ?? false
    }

    /// The same for closures that may throw anything, which comes out as it is, with GRDB's view of
    /// the connection too.
    package func readDatabase<Value>(
        _ body: (LogReader, Database) throws -> Value
    ) throws -> Value {
        if writer?.isOnItsThread == true {
            throw StoreError(
                .invalidArgument,
                "a read of \(path.terminalSafe) was begun inside a write, whose own changes it"
                    + " would not see: read through the write's transaction")
        }
        return try readers.read(body)
    }
}

extension StoreError {
    /// What is wrong with a file that is to be a copy of a store.
    fileprivate func ofCopy(_ path: String) -> StoreError {
        let name = path.isEmpty ? "an empty path" : path.terminalSafe
        return switch code {
        case .storeMissing:
            StoreError(code, "there is nothing at \(name): give the path of a backup", cause: self)
        case .notAStore where !message.hasPrefix(name):
            StoreError(
                code, "\(name) is not an Annals store: give the path of a backup", cause: self)
        case .corrupt, .io:
            StoreError(
                code, "\(name) cannot be read as a store: take another backup", cause: self)
        default: self
        }
    }
}
