import Annals
import AnnalsMCP
import AnnalsModel
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
    /// Which tokens there are.
    let access: AccessTable
    /// What agents call.
    let tools: MCPServer
    /// The log of the server.
    let logger: Logger

    init(store: Store, options: ServerOptions, logger: Logger) {
        self.store = store
        self.options = options
        self.logger = logger
        access = AccessTable(store)
        let watch = HeadWatch(store, heartbeatSeconds: options.limits.heartbeatSeconds)
        self.watch = watch
        var limits = MCPLimits()
        limits.querySeconds = options.limits.querySeconds
        limits.messageBytes = min(limits.messageBytes, options.limits.bodyBytes)
        tools = MCPServer(store, limits: limits) { position in watch.note(head: position) }
    }

    /// Appends events, and tells those who follow.
    func append(
        _ events: [NewEvent], _ options: AppendOptions = AppendOptions()
    ) async throws -> [Receipt] {
        let receipts = try await store.append(events, options: options)
        if let last = receipts.map(\.position).max() { watch.note(head: last) }
        return receipts
    }

    /// Appends events each by itself, and tells those who follow.
    func append(each events: [NewEvent]) async throws -> [Result<Receipt, StoreError>] {
        let results = try await store.append(each: events)
        let last = results.compactMap { try? $0.get().position }.max()
        if let last { watch.note(head: last) }
        return results
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
