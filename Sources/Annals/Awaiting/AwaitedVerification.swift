public import AnnalsModel

// Verification, awaited.

extension Store {
    /// The blocking `verify`, awaited.
    public func verify(
        _ options: VerificationOptions = VerificationOptions(),
        progress: @escaping @Sendable (_ done: Int64, _ total: Int64) -> Void = { _, _ in },
        onFinding: @escaping @Sendable (VerificationFinding) throws -> Void = { _ in }
    ) async throws -> VerificationReport {
        try await perform { store, cancellation in
            try store.verify(options, run: cancellation.run(progress), onFinding: onFinding)
        }
    }

    /// The blocking `repair`, awaited.
    @discardableResult
    public func repair(
        applying isApplied: Bool = false,
        progress: @escaping @Sendable (_ done: Int64, _ total: Int64) -> Void = { _, _ in }
    ) async throws -> StoreRepair {
        try await perform { store, cancellation in
            try store.repair(applying: isApplied, run: cancellation.run(progress))
        }
    }
}
