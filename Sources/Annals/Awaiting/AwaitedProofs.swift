public import AnnalsModel

// Checkpoints and proofs, awaited.

extension Store {
    /// The blocking `checkpoint`, awaited.
    public func checkpoint() async throws -> LogCheckpoint {
        try await perform { store in try store.checkpoint() }
    }

    /// The blocking `lastCheckpoint`, awaited.
    public func lastCheckpoint() async throws -> LogCheckpoint? {
        try await perform { store in try store.lastCheckpoint() }
    }

    /// The blocking `signCheckpoint`, awaited.
    @discardableResult
    public func signCheckpoint(
        with key: CheckpointKey, keepingIn archive: CheckpointArchive? = nil, by actor: Actor,
        reason: String? = nil
    ) async throws -> (checkpoint: LogCheckpoint, file: String?) {
        try await perform { store in
            try store.signCheckpoint(with: key, keepingIn: archive, by: actor, reason: reason)
        }
    }

    /// The blocking `keepCosigned`, awaited.
    @discardableResult
    public func keepCosigned(
        _ note: String, by witnesses: VerifierKeys, keepingIn archive: CheckpointArchive? = nil,
        actor: Actor, reason: String? = nil
    ) async throws -> (checkpoint: LogCheckpoint, file: String?) {
        try await perform { store in
            try store.keepCosigned(
                note, by: witnesses, keepingIn: archive, actor: actor, reason: reason)
        }
    }

    /// The blocking `prove`, awaited.
    public func prove(
        _ position: Int64, showingBody showsBody: Bool = false
    ) async throws -> EventProof {
        try await perform { store in try store.prove(position, showingBody: showsBody) }
    }

    /// The blocking `exportTiles`, awaited.
    @discardableResult
    public func exportTiles(
        to path: String,
        progress: @escaping @Sendable (_ done: Int64, _ total: Int64) throws -> Void = { _, _ in }
    ) async throws -> TileExport {
        try await perform { store, cancellation in
            try store.exportTiles(to: path) { done, total in
                try cancellation.check()
                try progress(done, total)
            }
        }
    }
}
