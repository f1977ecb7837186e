import AnnalsModel
import Dispatch
import Synchronization

/// A few threads for work that waits, for files and locks, so that none of the few threads on which
/// tasks run ever does.
///
/// Work begins in the order in which it comes. What waits for its turn are suspended tasks.
final class BlockingThreads: Sendable {
    private struct State {
        var waiting: [@Sendable () -> Void] = []
        /// The first of `waiting` that has not begun.
        var next = 0
        var running = 0
    }

    private let state = Mutex(State())
    private let count: Int

    /// - Parameter count: The number of threads at most; they come and go with the work.
    init(count: Int = Limits.blockingThreadsMax) {
        self.count = count
    }

    /// Runs a closure on one of the threads and gives what it gives.
    ///
    /// - Parameter body: Gets what says whether the task was cancelled.
    /// - Throws: What the closure throws, as it is; `interrupted` where the task is cancelled
    ///   before the closure begins.
    func run<Value: Sendable>(
        _ body: @escaping @Sendable (Cancellation) throws -> Value
    ) async throws -> Value {
        let cancellation = Cancellation()
        let result: Result<Value, any Error> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                submit {
                    continuation.resume(
                        returning: Result {
                            try cancellation.check()
                            return try body(cancellation)
                        })
                }
            }
        } onCancel: {
            cancellation.cancel()
        }
        return try result.get()
    }

    private func submit(_ work: @escaping @Sendable () -> Void) {
        let startsThread = state.withLock { state in
            state.waiting.append(work)
            guard state.running < count else { return false }
            state.running += 1
            return true
        }
        if startsThread { DispatchQueue.global().async { self.work() } }
    }

    /// What one thread does: work until none is left.
    private func work() {
        while let work = next() { work() }
    }

    private func next() -> (@Sendable () -> Void)? {
        state.withLock { state in
            guard state.next < state.waiting.count else {
                state.waiting = []
                state.next = 0
                state.running -= 1
                return nil
            }
            let work = state.waiting[state.next]
            state.waiting[state.next] = {}
            state.next += 1
            // What has begun is let go of in one piece, so that each costs the same.
            if state.next >= 64, state.next * 2 >= state.waiting.count {
                state.waiting.removeFirst(state.next)
                state.next = 0
            }
            return work
        }
    }
}
