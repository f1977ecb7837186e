import Foundation
import Synchronization

/// Ctrl-C, and the request to end that a service manager sends, as a question that work asks.
enum Interruption {
    private static let flag = Atomic(false)

    /// Whether somebody asked this process to end since ``watch()``.
    static var isRequested: Bool {
        flag.load(ordering: .relaxed)
    }

    /// From here on the first request is only noted; a second one ends the process at once.
    static func watch() {
        flag.store(false, ordering: .relaxed)
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { _ in
            Interruption.flag.store(true, ordering: .relaxed)
        }
        // Without SA_RESTART, so that a read that waits for input returns.
        action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND))
        sigaction(SIGINT, &action, nil)
        sigaction(SIGTERM, &action, nil)
    }
}
