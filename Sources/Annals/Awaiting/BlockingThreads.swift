import AnnalsModel
import Dispatch
import Synchronization

/// A few threads for work that waits, for files and locks, so that none of the few threads on which
/// tasks run ever does.
///
/// Work begins in the order in which it comes. What waits for its turn are suspended tasks.
///
/// Each of them is the thread of a serial queue: those of the global queues are as few as
/// processors while they compute, and tasks run on them too.
final class BlockingThreads: Sendable {
    private struct State {
        var waiting: [@Sendable () -> Void] = []
        /// The first of `waiting` that has not begun.
        var next = 0
        /// Queues on which nothing runs, by index.
        var free: [Int]
    }

    private let state: Mutex<State>
    private let queues: [DispatchQueue]

    /// - Parameter count: The number of threads at most; they come and go with the work.
    init(count: Int = Limits.blockingThreadsMax) {
        queues = (0..<count).map { DispatchQueue(label: "annals.blocking.\($0)") }
        state = Mutex(State(free: Array((0..<count).reversed())))
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
        let index = state.withLock { state in
            state.waiting.append(work)
            return state.free.popLast()
        }
        if let index { queues[index].async { self.work(on: index) } }
    }

    /// What one thread does: work until none is left.
    private func work(on index: Int) {
        while let work = next(on: index) { work() }
    }

    private func next(on index: Int) -> (@Sendable () -> Void)? {
        state.withLock { state in
            guard state.next < state.waiting.count else {
                state.waiting = []
                state.next = 0
                state.free.append(index)
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
