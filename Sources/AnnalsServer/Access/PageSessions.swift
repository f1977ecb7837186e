import Annals
import AnnalsModel
import HTTPTypes
import Synchronization

/// Who has signed in to the page: sessions in memory, each with the digest of its token, so that a
/// token which is revoked or ends takes its sessions along.
final class PageSessions: Sendable {
    /// One that signed in.
    struct Session: Sendable {
        /// What its cookie holds: random, and of no use to anybody else's server.
        let id: String
        /// The digest of its token; nil for whoever was invited, and may do all.
        let digest: String?
        /// What its forms send back.
        let formKey: String
        fileprivate var usedAt: ContinuousClock.Instant
    }

    /// Sessions at once; the one that was used longest ago goes first.
    private static let sessionsMax = 1_024
    /// Seconds for which a session may lie idle: a day of work.
    private static let idleSeconds = 43_200.0
    /// Wrong tokens that may be tried in a minute, by all together.
    private static let triesPerMinute = 30.0
    /// A browser sends its cookies to every port of a host: each store has a name of its own, so
    /// that no server takes the session of another one away.
    private let cookie: String
    /// What stands behind each cookie.
    private let attributes: String

    private struct State {
        var sessions: [String: Session] = [:]
        var tries = TokenBucket(
            perSecond: PageSessions.triesPerMinute / 60, most: PageSessions.triesPerMinute)
    }

    /// What the forms send back where nobody has to sign in: a page of another site cannot read
    /// it.
    let openFormKey = PageSessions.random()
    private let state = Mutex(State())

    /// Nobody has signed in yet.
    ///
    /// - Parameters:
    ///   - store: What tells the store from others of the same machine.
    ///   - isSecure: Whether the browser may send cookies over TLS alone.
    init(of store: String, isSecure: Bool) {
        attributes = "; Path=/; HttpOnly; SameSite=Strict" + (isSecure ? "; Secure" : "")
        cookie = "annals_session_\(NewAccess.digest(of: store).prefix(12))"
    }

    /// Begins a session.
    ///
    /// - Parameter digest: Of the token that was given; nil for an invitation.
    func begin(_ digest: String?) -> Session {
        let session = Session(
            id: Self.random(), digest: digest, formKey: Self.random(), usedAt: .now)
        state.withLock { state in
            state.sessions[session.id] = session
            guard state.sessions.count > Self.sessionsMax,
                let oldest = state.sessions.values.min(by: { $0.usedAt < $1.usedAt })
            else { return }
            state.sessions[oldest.id] = nil
        }
        return session
    }

    /// The session that a request's cookie names; nil if there is none.
    func session(of headers: HTTPFields) -> Session? {
        guard let id = value(in: headers) else { return nil }
        return state.withLock { state in
            guard var session = state.sessions[id] else { return nil }
            let now = ContinuousClock.now
            guard now - session.usedAt < .seconds(Self.idleSeconds) else {
                state.sessions[id] = nil
                return nil
            }
            session.usedAt = now
            state.sessions[id] = session
            return session
        }
    }

    /// Ends a session.
    func end(_ session: Session) {
        state.withLock { $0.sessions[session.id] = nil }
    }

    /// - Throws: A problem 429 where too many wrong tokens were tried.
    func checkTries() throws(Problem) {
        guard !state.withLock({ $0.tries.hasPermit() }) else { return }
        var problem = Problem(
            .tooManyRequests, "too_many_requests",
            "too many wrong tokens were tried: wait a minute")
        problem.headers[.retryAfter] = "60"
        throw problem
    }

    /// Counts a wrong token.
    func noteTry() {
        state.withLock { $0.tries.take() }
    }

    /// The header that gives a browser a session, or takes it away.
    ///
    /// - Parameter session: The session; nil to take it away.
    func header(_ session: Session?) -> String {
        (session.map { "\(cookie)=\($0.id)" } ?? "\(cookie)=; Max-Age=0") + attributes
    }

    private func value(in headers: HTTPFields) -> String? {
        for field in headers[values: .cookie] {
            for pair in field.split(separator: ";") {
                let pair = pair.drop { $0 == " " }
                if pair.hasPrefix("\(cookie)=") { return String(pair.dropFirst(cookie.count + 1)) }
            }
        }
        return nil
    }

    /// 256 random bits in hexadecimal.
    static func random() -> String {
        (0..<32).map { _ in UInt8.random(in: .min ... .max) }.hexadecimal
    }
}
