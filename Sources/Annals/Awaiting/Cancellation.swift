import AnnalsModel
import Synchronization

/// Whether the task that awaits some work was cancelled meanwhile: the thread that works asks.
final class Cancellation: Sendable {
    private let flag = Mutex(false)

    var isCancelled: Bool { flag.withLock { $0 } }

    func cancel() {
        flag.withLock { $0 = true }
    }

    /// - Throws: `interrupted` once the task is cancelled.
    func check() throws(StoreError) {
        guard !isCancelled else {
            throw StoreError(.interrupted, "the task that awaits this was cancelled")
        }
    }

    /// What is told how far the work is, and ends it once the task is cancelled.
    func checked<Progress>(
        _ report: @escaping @Sendable (Progress) throws -> Void
    ) -> @Sendable (Progress) throws -> Void {
        { progress in
            try self.check()
            try report(progress)
        }
    }

    /// The same for work on projections.
    func run(_ progress: @escaping (_ done: Int64, _ total: Int64) -> Void) -> LongRun {
        LongRun(progress: progress, isCancelled: { self.isCancelled })
    }
}
