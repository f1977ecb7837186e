import Foundation
import Synchronization

/// Ctrl-C, and the request to end that a service manager sends, as a question that work asks.
enum Interruption {
    private static let flag = Atomic(false)
    /// Where a byte is written at the first request; -1 is nowhere.
    private static let wakeUp = Atomic<Int32>(-1)

    /// Whether somebody asked this process to end since ``watch()``.
    static var isRequested: Bool {
        flag.load(ordering: .relaxed)
    }

    /// From here on the first request is only noted; a second one ends the process at once.
    ///
    /// - Parameter wakeUp: A descriptor that gets a byte then, for work that waits.
    static func watch(waking wakeUp: Int32 = -1) {
        Self.wakeUp.store(wakeUp, ordering: .relaxed)
        flag.store(false, ordering: .relaxed)
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { _ in
            Interruption.flag.store(true, ordering: .relaxed)
            let descriptor = Interruption.wakeUp.load(ordering: .relaxed)
            guard descriptor >= 0 else { return }
            // What was interrupted may be about to look at its error's number.
            let number = errno
            var byte: UInt8 = 1
            _ = write(descriptor, &byte, 1)
            errno = number
        }
        // Without SA_RESTART, so that a read that waits for input returns.
        action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND))
        sigaction(SIGINT, &action, nil)
        sigaction(SIGTERM, &action, nil)
    }
}
