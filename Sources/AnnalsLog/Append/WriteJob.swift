import AnnalsModel
import Dispatch
import Synchronization

/// One caller's piece of work for the writer, waiting to run in some append transaction.
///
/// A job is pending until the writer takes it. A caller whose deadline passes withdraws it while
/// it is pending; once taken, its outcome is certain soon and the caller waits for it.
final class WriteJob: Sendable {
    private enum State {
        case pending
        case taken
        case withdrawn
        case finished
    }

    /// Runs the work inside the transaction and keeps its result.
    let run: @Sendable (AppendTransaction) throws -> Void
    /// Tells the caller: nil, its result stands and is durable; else why it does not.
    private let finished: @Sendable ((any Error)?) -> Void
    /// When the caller gives up, if nobody took the job by then.
    let deadline: ContinuousClock.Instant
    /// Whether the write-ahead log is emptied after the transaction, which the job's outcome is.
    let emptiesLog: Bool
    private let state = Mutex(State.pending)

    init(
        deadline: ContinuousClock.Instant, emptiesLog: Bool = false,
        run: @escaping @Sendable (AppendTransaction) throws -> Void,
        finished: @escaping @Sendable ((any Error)?) -> Void
    ) {
        self.deadline = deadline
        self.emptiesLog = emptiesLog
        self.run = run
        self.finished = finished
    }

    /// Whether somebody still waits for its turn.
    var isPending: Bool { state.withLock { $0 == .pending } }

    /// Claims the job for a transaction; false if the caller has given up.
    func take() -> Bool {
        state.withLock { state in
            guard state == .pending else { return false }
            state = .taken
            return true
        }
    }

    /// Gives up a job that no transaction has taken yet.
    ///
    /// - Returns: Whether it will never run.
    func withdraw() -> Bool {
        state.withLock { state in
            guard state == .pending else { return false }
            state = .withdrawn
            return true
        }
    }

    /// Answers the caller, once.
    func finish(_ error: (any Error)?) {
        let first = state.withLock { state in
            let first = state == .taken || state == .pending
            if first { state = .finished }
            return first
        }
        if first { finished(error) }
    }
}
