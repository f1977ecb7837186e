import AnnalsModel
import Dispatch
import Foundation
import GRDB
import Synchronization

/// The few connections of a process that only read.
final class ReaderPool: Sendable {
    /// One connection; the pool lends it to one caller at a time.
    final class Slot: @unchecked Sendable {
        // `@unchecked`: `ReaderPool.free` hands a slot to one caller, who alone touches it.
        let queue: DatabaseQueue
        let reader: LogReader
        var dataVersion: Int64 = -1
        /// The index over the log as it was opened.
        let files: OpenFiles

        init(_ file: StorePath, immutable: Bool) throws(StoreError) {
            let path = file.given
            let queue = try StoreConnection.reader(file.file, immutable: immutable)
            self.queue = queue
            do {
                reader = try queue.read { db in
                    guard let handle = db.sqliteConnection else {
                        throw StoreError(.io, "the connection to \(path.terminalSafe) is closed")
                    }
                    SQLFunctions.register(on: handle)
                    return LogReader(statements: StatementCache(handle), path: path)
                }
            } catch {
                throw StoreError.wrapping(error, doing: "open \(path.terminalSafe)")
            }
            files = OpenFiles(file)
        }
    }

    private struct State {
        var free: [Slot] = []
        /// The threads that a connection is lent to.
        var threads: [pthread_t] = []
        var isClosed = false
    }

    private let file: StorePath
    private let immutable: Bool
    private var path: String { file.given }
    private let deadline: Double
    private let state = Mutex(State())
    private let permits = DispatchSemaphore(value: Limits.readersMax)

    /// - Parameters:
    ///   - opensFirst: Whether the first connection is opened now, so that a file that cannot be
    ///     read is refused here; else at the first read, since a process that only appends needs
    ///     none.
    ///   - deadline: Seconds for which a read waits for a connection.
    init(
        _ file: StorePath, immutable: Bool, opensFirst: Bool = true,
        deadline: Double = Limits.readDeadlineSeconds
    ) throws(StoreError) {
        self.file = file
        self.immutable = immutable
        self.deadline = deadline
        guard opensFirst else { return }
        let first = try Slot(file, immutable: immutable)
        state.withLock { $0.free.append(first) }
    }

    /// Runs a closure with a connection of its own, inside one read transaction.
    ///
    /// - Throws: What the closure throws, as it is; `invalidArgument` in a read of the same store
    ///   on the same thread; `busy` if no connection came free in time; `io`, `corrupt` ….
    func read<Value>(_ body: (LogReader, Database) throws -> Value) throws -> Value {
        try enter()
        defer { leave() }
        let slot = try take()
        defer { give(slot) }
        var thrown: (any Error)?
        do {
            return try slot.queue.read { db in
                // Whatever a closure left standing on a row would outlive the transaction.
                defer { slot.reader.statements.resetRunning() }
                let version = try slot.reader.statements.integer("PRAGMA data_version") ?? 0
                if version != slot.dataVersion {
                    try slot.reader.bodies.noteChanges()
                    slot.dataVersion = version
                }
                do {
                    return try body(slot.reader, db)
                } catch {
                    thrown = error
                    throw error
                }
            }
        } catch {
            if let thrown { throw thrown }
            throw StoreError.wrapping(error, doing: "read \(path.terminalSafe)")
        }
    }

    /// Waits for one of the connections; not in a read on the same thread, which may hold the one
    /// that this would wait for.
    private func enter() throws(StoreError) {
        let thread = pthread_self()
        guard !state.withLock({ $0.threads.contains(thread) }) else {
            throw StoreError(
                .invalidArgument,
                "a read of \(path.terminalSafe) was begun inside another one on the same thread:"
                    + " use what the outer read was given, or begin this one after its end")
        }
        guard permits.wait(timeout: .now() + deadline) == .success else {
            throw StoreError(
                .busy,
                "all \(Limits.readersMax) connections that read \(path.terminalSafe) were in use"
                    + " for \(deadline) seconds: let long reads end, then try again")
        }
        state.withLock { $0.threads.append(thread) }
    }

    private func leave() {
        let thread = pthread_self()
        state.withLock { state in
            if let index = state.threads.firstIndex(of: thread) { state.threads.remove(at: index) }
        }
        permits.signal()
    }

    /// Closes what is free now, and every other connection when it comes back.
    func close() {
        let slots = state.withLock { state in
            state.isClosed = true
            defer { state.free = [] }
            return state.free
        }
        slots.forEach(Self.close)
    }

    private func take() throws(StoreError) -> Slot {
        let (known, isClosed) = state.withLock { ($0.free.popLast(), $0.isClosed) }
        if isClosed {
            throw StoreError(
                .invalidArgument, "the store \(path.terminalSafe) is closed: open it again")
        }
        if let known {
            if isUsable(known) { return known }
            // It would not see what is written now.
            Self.close(known)
        }
        try file.checkCurrent()
        if !immutable { try WALBaseCheck.check(file) }
        return try Slot(file, immutable: immutable)
    }

    /// Whether a connection still reads the store that has the name.
    private func isUsable(_ slot: Slot) -> Bool {
        let look = FileLook(file)
        return look.file == file.identity
            && (immutable || slot.files.hasLog(look) && slot.files.hasIndex(look))
    }

    private func give(_ slot: Slot) {
        let isClosed = state.withLock { state in
            if !state.isClosed { state.free.append(slot) }
            return state.isClosed
        }
        if isClosed { Self.close(slot) }
    }

    private static func close(_ slot: Slot) {
        slot.reader.close()
        // A reader has nothing to lose.
        try? slot.queue.close()
    }
}
