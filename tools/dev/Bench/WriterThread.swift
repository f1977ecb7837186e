import Foundation
import Synchronization

/// A thread that can be waited for.
final class WriterThread: Sendable {
    private let done = DispatchSemaphore(value: 0)
    private let body: @Sendable () -> Void

    init(
        _ work: @escaping @Sendable () throws -> Void,
        failed: @escaping @Sendable (any Error) -> Void
    ) {
        let done = done
        body = {
            do {
                try work()
            } catch {
                failed(error)
            }
            done.signal()
        }
    }

    /// Starts it.
    func start() {
        Thread.detachNewThread(body)
    }

    /// Waits until it has ended.
    func join() {
        done.wait()
    }
}

/// The first error of several threads.
final class FirstFailure: Sendable {
    private let error = Mutex<(any Error)?>(nil)

    /// Keeps an error, if it is the first.
    func note(_ new: any Error) {
        error.withLock { $0 = $0 ?? new }
    }

    /// Throws what was kept.
    func rethrow() throws {
        if let error = error.withLock({ $0 }) {
            throw error
        }
    }
}
