import Annals
import Synchronization

/// A way to sign in to the page once, within a minute, for whoever started the server: the session
/// may do all, whatever grants there are.
package final class PageInvitation: Sendable {
    /// Seconds for which it can be taken.
    private static let seconds = 60.0

    /// The path of the page that takes it, with a code of 256 random bits: a secret until then.
    package let path: String
    private let digest: String
    /// Until when it can be taken; nil once it was.
    private let end: Mutex<ContinuousClock.Instant?>

    /// Invites from now on.
    package init() {
        let code = PageSessions.random()
        path = "/open?code=\(code)"
        digest = NewAccess.digest(of: code)
        end = Mutex(.now + .seconds(Self.seconds))
    }

    /// Takes it with a code: true once, in time.
    func take(with code: String) -> Bool {
        // Digests are compared, so that how long it takes says nothing of the code.
        guard NewAccess.digest(of: code) == digest else { return false }
        return end.withLock { end in
            defer { end = nil }
            return end.map { ContinuousClock.now < $0 } ?? false
        }
    }
}
