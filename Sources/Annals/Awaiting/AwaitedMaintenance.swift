public import AnnalsModel

// Projections and upkeep, awaited.

extension Store {
    /// Awaits `statistics()`.
    public func statistics() async throws -> [(name: String, value: JSONValue)] {
        try await perform { store in try store.statistics() }
    }

    /// Awaits `health()`.
    public func health() async throws -> [StoreCheck] {
        try await perform { store in try store.health() }
    }

    /// Awaits `backUp(to:keep:by:progress:)`.
    @discardableResult
    public func backUp(
        to destination: String, keep: Int? = nil, by actor: Actor,
        progress: @escaping @Sendable (Double) throws -> Void = { _ in }
    ) async throws -> Backup {
        try await perform { store, cancellation in
            try store.backUp(
                to: destination, keep: keep, by: actor, progress: cancellation.checked(progress))
        }
    }

    /// Awaits `projections()`.
    public func projections() async throws -> [ProjectionSummary] {
        try await perform { store in try store.projections() }
    }

    /// Awaits `projection(_:)`.
    public func projection(_ name: String) async throws -> ProjectionDetails {
        try await perform { store in try store.projection(name) }
    }

    /// Awaits ``addProjection(name:source:by:reason:run:)``.
    @discardableResult
    public func addProjection(
        name: String, source: String, by actor: Actor, reason: String? = nil,
        progress: @escaping @Sendable (_ done: Int64, _ total: Int64) -> Void = { _, _ in }
    ) async throws -> ProjectionChange {
        try await perform { store, cancellation in
            try store.addProjection(
                name: name, source: source, by: actor, reason: reason,
                run: cancellation.run(progress))
        }
    }

    /// Awaits `removeProjection(_:by:reason:)`.
    public func removeProjection(_ name: String, by actor: Actor, reason: String? = nil)
        async throws
    {
        try await perform { store in try store.removeProjection(name, by: actor, reason: reason) }
    }

    /// Awaits ``rebuildProjection(_:run:)``.
    public func rebuildProjection(
        _ name: String,
        progress: @escaping @Sendable (_ done: Int64, _ total: Int64) -> Void = { _, _ in }
    ) async throws {
        try await perform { store, cancellation in
            try store.rebuildProjection(name, run: cancellation.run(progress))
        }
    }

    /// Awaits ``rebuildProjections(_:runs:)``; progress begins again with each of them.
    @discardableResult
    public func rebuildProjections(
        _ names: [String],
        progress: @escaping @Sendable (_ done: Int64, _ total: Int64) -> Void = { _, _ in }
    ) async throws -> [String] {
        try await perform { store, cancellation in
            try store.rebuildProjections(names) { _ in cancellation.run(progress) }
        }
    }

    /// Awaits ``checkProjection(_:limit:run:)``.
    public func checkProjection(
        _ name: String, limit: Int = 100,
        progress: @escaping @Sendable (_ done: Int64, _ total: Int64) -> Void = { _, _ in }
    ) async throws -> [TableDifference] {
        try await perform { store, cancellation in
            try store.checkProjection(name, limit: limit, run: cancellation.run(progress))
        }
    }

    /// Awaits ``checkProjections(_:limit:runs:)``; progress begins again with each of them.
    public func checkProjections(
        _ names: [String], limit: Int = 100,
        progress: @escaping @Sendable (_ done: Int64, _ total: Int64) -> Void = { _, _ in }
    ) async throws -> [String: [TableDifference]] {
        try await perform { store, cancellation in
            try store.checkProjections(names, limit: limit) { _ in cancellation.run(progress) }
        }
    }

    /// Awaits `refusedEvents(by:)`.
    public func refusedEvents(by projection: String? = nil) async throws -> [RefusedEvent] {
        try await perform { store in try store.refusedEvents(by: projection) }
    }
}
