public import AnnalsModel

// Erasure, retention and compaction, awaited.

extension Store {
    /// The blocking `previewErasure`, awaited.
    public func previewErasure(
        of scope: ErasureScope, includingCauses includesCauses: Bool = false,
        progress: @escaping @Sendable (_ done: Int64, _ total: Int64) -> Void = { _, _ in }
    ) async throws -> ErasurePreview {
        try await perform { store, cancellation in
            try store.previewErasure(
                of: scope, includingCauses: includesCauses, run: cancellation.run(progress))
        }
    }

    /// The blocking `eventsToErase`, awaited.
    public func eventsToErase(
        _ scope: ErasureScope, includingCauses includesCauses: Bool = false,
        progress: @escaping @Sendable (_ done: Int64, _ total: Int64) -> Void = { _, _ in },
        _ body: @escaping @Sendable (Event) throws -> Void
    ) async throws {
        try await perform { store, cancellation in
            try store.eventsToErase(
                scope, includingCauses: includesCauses, run: cancellation.run(progress), body)
        }
    }

    /// The blocking `erase`, awaited.
    @discardableResult
    public func erase(
        _ scope: ErasureScope, includingCauses includesCauses: Bool = false, by actor: Actor,
        reason: String, overridingRetention overrides: Bool = false,
        progress: @escaping @Sendable (_ done: Int64, _ total: Int64) -> Void = { _, _ in }
    ) async throws -> ErasureSummary {
        try await perform { store, cancellation in
            try store.erase(
                scope, includingCauses: includesCauses, by: actor, reason: reason,
                overridingRetention: overrides, run: cancellation.run(progress))
        }
    }

    /// The blocking `retention`, awaited.
    public func retention() async throws -> Retention {
        try await perform { store in try store.retention() }
    }

    /// The blocking `keepEvents`, awaited.
    @discardableResult
    public func keepEvents(
        for period: RetentionPeriod?, by actor: Actor, reason: String? = nil
    ) async throws -> Receipt {
        try await perform { store in try store.keepEvents(for: period, by: actor, reason: reason) }
    }

    /// The blocking `compact`, awaited.
    @discardableResult
    public func compact(
        progress: @escaping @Sendable (_ done: Int64, _ total: Int64) -> Void = { _, _ in }
    ) async throws -> Compaction {
        try await perform { store, cancellation in
            try store.compact(run: cancellation.run(progress))
        }
    }
}
