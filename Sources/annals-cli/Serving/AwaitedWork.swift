import Foundation

/// Work of tasks that a thread waits for which none of them needs.
enum AwaitedWork {
    /// Waits until work has ended.
    ///
    /// - Throws: What the work throws.
    static func wait(for work: @escaping @Sendable () async throws -> Void) throws {
        let ending = PendingResult()
        Task {
            do {
                try await work()
                ending.end(with: nil)
            } catch {
                ending.end(with: error)
            }
        }
        if let error = ending.wait() { throw error }
    }
}

/// How work of a task ended, for a thread that waits for it.
private final class PendingResult: @unchecked Sendable {
    private let condition = NSCondition()
    // Both are touched by the holder of the condition's lock alone.
    private var hasEnded = false
    private var error: (any Error)?

    func end(with error: (any Error)?) {
        condition.withLock {
            self.error = error
            hasEnded = true
            condition.signal()
        }
    }

    func wait() -> (any Error)? {
        condition.withLock {
            while !hasEnded { condition.wait() }
            return error
        }
    }
}
