import AnnalsHistory
public import AnnalsModel
public import GRDB

/// The tables of the projections as they were at a moment: a read-only database in memory.
public final class PastDatabase: Sendable {
    private let state: PastState

    private let threads: BlockingThreads

    init(state: PastState, awaitedOn threads: BlockingThreads) {
        self.state = state
        self.threads = threads
    }

    /// The event after which they were so; 0 before the first.
    public var position: Int64 { state.position }

    /// Snapshots that were damaged and passed over; what is shown is right all the same.
    public var warnings: [StoreError] { state.damaged.map(\.warning) }

    /// Runs a closure on the database; nothing can change it.
    ///
    /// - Throws: What the closure throws, as it is.
    public func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try state.read(body)
    }

    /// Awaits `read(_:)`.
    public func read<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        try await threads.run { _ in try self.state.read(body) }
    }
}
