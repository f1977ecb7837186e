import Foundation
import Synchronization

/// Work that another thread does meanwhile.
///
/// Whoever begins it waits for it before what it uses goes away.
package final class Aside<Value: Sendable>: Sendable {
    private let made = Mutex<Value?>(nil)
    private let ended = NSCondition()

    /// Begins it.
    package init(_ body: @escaping @Sendable () -> Value) {
        Thread.detachNewThread {
            let value = body()
            self.ended.lock()
            self.made.withLock { $0 = value }
            self.ended.broadcast()
            self.ended.unlock()
        }
    }

    /// What came out, once it ended; any number of times.
    @discardableResult
    package func wait() -> Value {
        ended.lock()
        defer { ended.unlock() }
        while true {
            if let value = made.withLock({ $0 }) { return value }
            ended.wait()
        }
    }
}
