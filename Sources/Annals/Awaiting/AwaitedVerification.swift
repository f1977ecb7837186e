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
}
