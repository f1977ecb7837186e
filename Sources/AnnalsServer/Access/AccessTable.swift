import Annals
import AnnalsModel
import HTTPTypes
import Synchronization

/// Which tokens there are, as the store says: what it knows is never older than half a second.
final class AccessTable: Sendable {
    private struct State {
        /// Nil where nothing was ever granted.
        var grants: [String: AccessGrant]?
        var readAt: ContinuousClock.Instant?
    }

    /// Seconds after which the store is asked again, so that a token that is revoked stops within
    /// a second.
    private static let ageSeconds = 0.5

    private let store: Store
    private let mustBeGranted: Bool
    private let state = Mutex(State())

    /// - Parameter mustBeGranted: Whether a token is needed also where none was ever granted.
    init(_ store: Store, mustBeGranted: Bool) {
        self.store = store
        self.mustBeGranted = mustBeGranted
    }

    /// Who makes a request.
    ///
    /// - Throws: A problem 401 for a token that there is not, or not any more, and for none at all
    ///   where the server asks for one.
    func caller(_ head: HTTPRequest) async throws -> Caller {
        var grants = try await current()
        // Whoever has a token knows of a grant, which may be newer than what is known here.
        if grants == nil, head.headerFields[.authorization] != nil { grants = try await read() }
        // A store in which nothing was ever granted is everybody's who reaches the server at all.
        guard grants != nil || mustBeGranted else { return Caller(grant: nil) }
        guard let given = head.headerFields[.authorization] else {
            throw Self.unauthorized("this server asks for a token")
        }
        let parts = given.split(separator: " ", omittingEmptySubsequences: true)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else {
            throw Self.unauthorized("give the token as Authorization: Bearer TOKEN")
        }
        let digest = NewAccess.digest(of: String(parts[1]))
        guard let caller = try await caller(bearing: digest) else {
            throw Self.unauthorized("there is no such token, or it has ended")
        }
        return caller
    }

    /// Who bears a token, of which only the digest is kept.
    ///
    /// - Returns: Nil for a token that there is not any more.
    func caller(bearing digest: String) async throws -> Caller? {
        var grants = try await current()
        if grants?[digest] == nil { grants = try await read() }
        guard let grant = grants?[digest], !grant.hasEnded(at: .now) else { return nil }
        return Caller(grant: grant)
    }

    /// Whether nothing was ever granted, so that whoever reaches the server may do all.
    func isOpen() async throws -> Bool {
        guard !mustBeGranted else { return false }
        return try await current() == nil
    }

    /// Whether a caller may still do what it could.
    func isStill(_ caller: Caller) async -> Bool {
        guard !caller.isAnybody, !caller.isKeeper else { return true }
        guard let grants = try? await current() else { return caller.grant == nil }
        guard let grant = caller.grant else { return false }
        return grants.values.contains(grant) && !grant.hasEnded(at: .now)
    }

    private func current() async throws -> [String: AccessGrant]? {
        let clock = ContinuousClock()
        let known = state.withLock { state in
            state.readAt.flatMap { readAt in
                clock.now - readAt < .seconds(Self.ageSeconds) ? state : nil
            }
        }
        if let known { return known.grants }
        return try await read()
    }

    private func read() async throws -> [String: AccessGrant]? {
        let began = ContinuousClock().now
        let grants = try await store.perform { store in try store.storedGrants() }
        return state.withLock { state in
            // Of two that read at once, the later knows better.
            if state.readAt.map({ $0 < began }) ?? true {
                state.grants = grants
                state.readAt = began
            }
            return state.grants
        }
    }

    /// The problem of a request whose token is none, or is missing.
    static func unauthorized(_ sentence: String) -> Problem {
        var problem = Problem(.unauthorized, "unauthorized", sentence)
        problem.headers[.wwwAuthenticate] = "Bearer"
        return problem
    }
}
