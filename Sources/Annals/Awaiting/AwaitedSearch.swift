public import AnnalsModel

// Indexes over the text of events, awaited.

extension Store {
    /// Awaits `searchIndexes()`.
    public func searchIndexes() async throws -> [SearchIndex] {
        try await perform { store in try store.searchIndexes() }
    }

    /// Awaits ``addSearchIndex(_:run:)``.
    @discardableResult
    public func addSearchIndex(
        _ kind: SearchIndexKind = .trigrams,
        progress: @escaping @Sendable (_ done: Int64, _ total: Int64) -> Void = { _, _ in }
    ) async throws -> SearchIndex {
        try await perform { store, cancellation in
            try store.addSearchIndex(kind, run: cancellation.run(progress))
        }
    }

    /// Awaits `removeSearchIndex(_:)`.
    @discardableResult
    public func removeSearchIndex(_ kind: SearchIndexKind) async throws -> SearchIndex {
        try await perform { store in try store.removeSearchIndex(kind) }
    }
}
