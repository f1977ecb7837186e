import AnnalsModel
import Dispatch
import Foundation
import Synchronization

/// The one thread of this process that writes to a store.
///
/// Callers leave jobs in a pool; the thread waits for the lock between processes, swaps the pool
/// for an empty one and runs everything in it in one transaction (group commit), each job in a
/// savepoint of its own. Nobody is answered before the commit is durable.
package final class Writer: Sendable {
    private struct Pool {
        var jobs: [WriteJob] = []
        var isClosed = false
        /// Whether somebody looks after jobs whose callers do not block.
        var isWatched = false
        /// Whether the thread waits for the lock between processes.
        var isLocking = false
    }

    private let pool = Mutex(Pool())
    private let work = DispatchSemaphore(value: 0)
    private let stopped = DispatchSemaphore(value: 0)
    private let path: String
    private let observers = Mutex<[@Sendable (Commit) -> Void]>([])
    /// Entered from before callers are answered until observers are told.
    private let telling = DispatchGroup()
    /// The thread, once it runs.
    private let thread = Mutex<pthread_t?>(nil)

    /// What a commit of this process did to the log.
    package struct Commit: Sendable {
        /// Position of the last event before it.
        package let before: Int64
        /// Stored bytes of all bodies before it.
        package let storedBytesBefore: Int64
        /// Position of the last event after it.
        package let head: Int64
        /// Stored bytes of all bodies after it.
        package let storedBytes: Int64
        /// Whether another cycle is current after it.
        package let opensCycle: Bool
        /// Seconds that the disk took to make it durable.
        package let seconds: Double
    }

    /// Starts the thread; the session is made on it and never leaves it.
    init(
        path: String, lock: StoreLock, makeSession: @escaping @Sendable () throws -> WriterSession
    ) throws(StoreError) {
        self.path = path
        let opened = DispatchSemaphore(value: 0)
        let failure = Mutex<StoreError?>(nil)
        let thread = Thread { [self] in
            self.thread.withLock { $0 = pthread_self() }
            do {
                let session = try makeSession()
                session.lock = lock
                opened.signal()
                loop(session, lock)
                session.end()
            } catch {
                failure.withLock { $0 = StoreError.wrapping(error, doing: "open the store") }
                opened.signal()
            }
            stopped.signal()
        }
        thread.name = "annals.writer"
        thread.stackSize = 4 << 20
        thread.start()
        opened.wait()
        if let error = failure.withLock({ $0 }) { throw error }
    }

    /// Whether the caller runs inside a job, or is told of a commit.
    var isOnItsThread: Bool {
        let own = pthread_self()
        return thread.withLock { $0 == own }
    }

    /// Runs work in an append transaction and waits until it is durable.
    ///
    /// - Parameters:
    ///   - deadline: Seconds for which the work may wait for its turn.
    ///   - body: The work; it may run on another thread, and a second time if the transaction was
    ///     lost with what another caller's work did. What it throws undoes all it did.
    /// - Throws: What `body` throws, as it is; `busy` when its turn did not come in time;
    ///   `invalidArgument` inside another job, which this one would wait for;
    ///   `outcomeUnknown` when the disk failed and it cannot be told what was stored.
    package func run<Value: Sendable>(
        deadline: Double, _ body: @escaping @Sendable (AppendTransaction) throws -> Value
    ) throws -> Value {
        guard !isOnItsThread else { throw nested }
        let result = Mutex<Value?>(nil)
        let outcome = Mutex<(any Error)?>(nil)
        let done = DispatchSemaphore(value: 0)
        let job = WriteJob(deadline: .now + .wait(deadline)) { transaction in
            let value = try body(transaction)
            result.withLock { $0 = value }
        } finished: { error in
            outcome.withLock { $0 = error }
            done.signal()
        }
        try submit([job])
        if done.wait(timeout: .now() + Duration.waitSeconds(deadline)) == .timedOut {
            if job.withdraw() { throw timedOut(deadline) }
            done.wait()
        }
        if let error = outcome.withLock({ $0 }) { throw error }
        guard let value = result.withLock({ $0 }) else {
            throw StoreError(.io, "the writer of \(path.terminalSafe) lost a result")
        }
        return value
    }

    /// Moves all that is in the write-ahead log into the file and leaves nothing in the log.
    ///
    /// - Throws: `busy` if somebody reads what the log holds; `io`.
    func emptyLog(deadline: Double) throws {
        guard !isOnItsThread else { throw nested }
        let outcome = Mutex<(any Error)?>(nil)
        let done = DispatchSemaphore(value: 0)
        let job = WriteJob(deadline: .now + .wait(deadline), emptiesLog: true) { _ in
        } finished: { error in
            outcome.withLock { $0 = error }
            done.signal()
        }
        try submit([job])
        if done.wait(timeout: .now() + Duration.waitSeconds(deadline)) == .timedOut {
            if job.withdraw() { throw timedOut(deadline) }
            done.wait()
        }
        if let error = outcome.withLock({ $0 }) { throw error }
    }

    /// Runs pieces of work in order, each in a savepoint of its own as those of different callers,
    /// and waits until all are answered.
    ///
    /// - Parameters:
    ///   - deadline: Seconds for which they may wait for their turn.
    ///   - bodies: The work.
    ///   - finished: Gets the index of each and why it does not stand; nil once it is durable. It
    ///     runs on another thread, before what follows in a later transaction runs.
    /// - Throws: `invalidArgument` inside another job, or once the store is closed.
    func runEach(
        deadline: Double, _ bodies: [@Sendable (AppendTransaction) throws -> Void],
        finished: @escaping @Sendable (Int, (any Error)?) -> Void
    ) throws(StoreError) {
        guard !isOnItsThread else { throw nested }
        let done = DispatchSemaphore(value: 0)
        let jobs = bodies.enumerated().map { index, body in
            WriteJob(deadline: .now + .wait(deadline), run: body) { error in
                finished(index, error)
                done.signal()
            }
        }
        try submit(jobs)
        let end = DispatchTime.now() + Duration.waitSeconds(deadline)
        for _ in jobs where done.wait(timeout: end) == .timedOut {
            for (index, job) in jobs.enumerated() where job.withdraw() {
                finished(index, timedOut(deadline))
                done.signal()
            }
            done.wait()
        }
    }

    private var nested: StoreError {
        StoreError(
            .invalidArgument,
            "a write to \(path.terminalSafe) was begun inside another write, which would wait for"
                + " it for ever: append through the outer write's transaction")
    }

    /// The same as ``run(deadline:_:)`` without blocking the calling thread.
    package func run<Value: Sendable>(
        deadline: Double, _ body: @escaping @Sendable (AppendTransaction) throws -> Value
    ) async throws -> Value {
        let result = Mutex<Value?>(nil)
        try await withCheckedThrowingContinuation {
            (continuation: CheckedContinuation<Void, any Error>) in
            let job = WriteJob(deadline: .now + .wait(deadline)) { transaction in
                let value = try body(transaction)
                result.withLock { $0 = value }
            } finished: { error in
                if let error {
                    continuation.resume(throwing: error)
                } else {
                    continuation.resume()
                }
            }
            do {
                try submit([job])
                watch()
            } catch {
                job.finish(error)
            }
        }
        guard let value = result.withLock({ $0 }) else {
            throw StoreError(.io, "the writer of \(path.terminalSafe) lost a result")
        }
        return value
    }

    /// Has a closure told of every later commit that appended events, on the writer's thread and
    /// after its callers were answered.
    func observe(_ body: @escaping @Sendable (Commit) -> Void) {
        observers.withLock { $0.append(body) }
    }

    /// Returns when observers were told of every commit whose callers were answered.
    func waitForObservers() {
        telling.wait()
    }

    /// Lets what is waiting finish, then ends the thread and closes its connection.
    ///
    /// While another process keeps the lock, it waits no longer than the callers who still do; the
    /// thread ends by itself once it gets the lock.
    func close() {
        let wasClosed = pool.withLock { pool in
            defer { pool.isClosed = true }
            return pool.isClosed
        }
        guard !wasClosed else { return }
        work.signal()
        while stopped.wait(timeout: .now() + Self.watchSeconds) == .timedOut {
            let isUseless = pool.withLock { pool in
                pool.isLocking && !pool.jobs.contains { $0.isPending }
            }
            if isUseless { return }
        }
    }

    private func submit(_ jobs: [WriteJob]) throws(StoreError) {
        let accepted = pool.withLock { pool in
            guard !pool.isClosed else { return false }
            pool.jobs += jobs
            return true
        }
        guard accepted else {
            throw StoreError(
                .invalidArgument, "the store \(path.terminalSafe) is closed: open it again")
        }
        // One wake a job: the thread takes no more than so many at a time.
        for _ in jobs { work.signal() }
    }

    /// Looks after the deadlines of waiting jobs, some times a second while there are any.
    ///
    /// One timer for all of them: a timer a job would keep the job alive until its deadline.
    private func watch() {
        let starts = pool.withLock { pool in
            defer { pool.isWatched = true }
            return !pool.isWatched
        }
        if starts { lookAgain() }
    }

    private func lookAgain() {
        Self.watching.asyncAfter(deadline: .now() + Self.watchSeconds) { [self] in
            let now = ContinuousClock.now
            let (late, goesOn) = pool.withLock { pool in
                let late = pool.jobs.filter { $0.deadline <= now }
                pool.jobs.removeAll { $0.deadline <= now }
                pool.isWatched = !pool.jobs.isEmpty
                return (late, pool.isWatched)
            }
            for job in late { job.finish(timedOut(nil)) }
            if goesOn { lookAgain() }
        }
    }

    /// A serial queue has a thread of its own also where all processors compute.
    private static let watching = DispatchQueue(label: "annals.deadlines")
    /// Seconds between two looks at deadlines.
    private static let watchSeconds = 0.1

    private func timedOut(_ deadline: Double?) -> StoreError {
        let time = deadline.map { "for more than \($0) seconds" } ?? "until the deadline passed"
        return StoreError(
            .busy, "another writer kept \(path.terminalSafe) \(time): try again")
    }

    // MARK: On the thread

    private func loop(_ session: WriterSession, _ lock: StoreLock) {
        while true {
            work.wait()
            let (isEmpty, isClosed) = pool.withLock { ($0.jobs.isEmpty, $0.isClosed) }
            if isEmpty {
                if isClosed { return }
                continue
            }
            pool.withLock { $0.isLocking = true }
            let refusal = acquire(lock)
            pool.withLock { $0.isLocking = false }
            if let refusal {
                takeAll().forEach { $0.finish(refusal) }
                continue
            }
            telling.enter()
            // Only now: what came while this process waited for the lock shares the commit.
            session.perform(takeAll())
            lock.unlock()
            tellObservers(
                session.committed, before: session.before, seconds: session.commitSeconds)
            telling.leave()
        }
    }

    /// - Returns: Why the lock cannot be had; nil once it is held.
    private func acquire(_ lock: StoreLock) -> StoreError? {
        do {
            try lock.lock()
            return nil
        } catch {
            return error
        }
    }

    private func tellObservers(
        _ state: WriterState, before: WriterState, seconds: Double
    ) {
        guard state.size > before.size else { return }
        let bodies = observers.withLock { $0 }
        guard !bodies.isEmpty else { return }
        let commit = Commit(
            before: before.size, storedBytesBefore: before.storedBytes, head: state.size,
            storedBytes: state.storedBytes, opensCycle: state.cycle > before.cycle,
            seconds: seconds)
        for body in bodies { body(commit) }
    }

    private func takeAll() -> [WriteJob] {
        let jobs = pool.withLock { pool in
            let taken = Array(pool.jobs.prefix(Limits.groupJobsMax))
            pool.jobs.removeFirst(taken.count)
            return taken
        }
        return jobs.filter { $0.take() }
    }
}
