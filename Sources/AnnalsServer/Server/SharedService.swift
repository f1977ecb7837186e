import Annals
import AnnalsMCP
import AnnalsModel
import AnnalsPage
import HTTPTypes
import Logging

/// What all requests of a server share.
final class SharedService: Sendable {
    /// The store.
    let store: Store
    /// How it serves.
    let options: ServerOptions
    /// Who knows when there is more to read.
    let watch: HeadWatch
    /// The last events, for all who follow.
    let frames: LiveFrames
    /// What is counted and timed.
    let metrics = ServerMetrics()
    /// Who was refused what.
    let refusals: RefusalLog
    /// How many requests each token makes.
    let rate: RequestRate
    /// Whose turn it is among requests that may take long.
    let longWork: LongWork
    /// Which tokens there are.
    let access: AccessTable
    /// Who has signed in to the page.
    let sessions: PageSessions
    /// How many events there were when, for the page's time line.
    let counts = BarCounts()
    /// What agents call.
    let tools: MCPServer
    /// The log of the server.
    let logger: Logger

    init(store: Store, options: ServerOptions, logger: Logger) {
        self.store = store
        self.options = options
        self.logger = logger
        sessions = PageSessions(of: store.path, isSecure: options.certificate != nil)
        var mustBeGranted = options.invitation != nil
        if case .network = options.address { mustBeGranted = true }
        access = AccessTable(store, mustBeGranted: mustBeGranted)
        longWork = LongWork(options.limits)
        rate = RequestRate(perSecond: options.limits.requestsPerSecond)
        watch = HeadWatch(store, heartbeatSeconds: options.limits.heartbeatSeconds)
        frames = LiveFrames(store)
        refusals = RefusalLog(store, options.actor, metrics, logger)
        var limits = MCPLimits()
        limits.querySeconds = options.limits.querySeconds
        limits.messageBytes = min(limits.messageBytes, options.limits.bodyBytes)
        tools = MCPServer(store, limits: limits, gate: ToolTurns(longWork: longWork))
        store.observeCommits { [weak self] events, head, seconds in
            self?.metrics.note(commitOf: events, seconds)
            self?.watch.note(head: head)
        }
    }

    /// Runs work that waits for a client, for so long and no longer.
    ///
    /// - Throws: A problem 408 when the time is over; what the work throws.
    func withTime<Value: Sendable>(
        _ seconds: Double, _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Value.self) { group in
            group.addTask { try await work() }
            group.addTask {
                try await Task.sleep(for: .seconds(seconds))
                throw Problem(
                    .requestTimeout, "too_slow", "the body did not come in \(Int(seconds)) seconds")
            }
            defer { group.cancelAll() }
            guard let value = try await group.next() else { throw CancellationError() }
            return value
        }
    }
}
