package import AnnalsIntegrity
package import AnnalsLog
package import AnnalsModel

/// Checkpoints and proofs of one log.
package struct LogProofs {
    /// The log.
    package let log: EventLog

    /// Makes checkpoints and proofs of a log.
    package init(log: EventLog) {
        self.log = log
    }

    /// A log at one moment, inside one read transaction.
    struct State {
        let reader: LogReader
        /// What there is to sign.
        let checkpoint: Checkpoint
        let tree: StoredTree

        /// - Throws: `corrupt` if the root that is stored is not that of the stored tree and the
        ///   events behind it.
        init(_ reader: LogReader) throws(StoreError) {
            self.reader = reader
            let frontier = try TreeTable(reader.statements).head().frontier
            let size = frontier.size
            guard try EventTable(reader.statements).last()?.position ?? 0 == size else {
                throw StoreError(
                    .corrupt,
                    "the table head says that the log ends at \(size), where the events do not end:"
                        + " verify the store, or restore it from a backup", position: size)
            }
            tree = StoredTree(reader, size: size)
            guard try tree.hashes.root(size: size) == frontier.root else {
                throw StoreError(
                    .corrupt,
                    "the tree of the \(size) events does not have the root that is stored: verify"
                        + " the store, or restore it from a backup")
            }
            checkpoint = try Checkpoint(
                origin: try StoreTable(reader.statements).row().origin, size: size,
                root: frontier.root)
        }

        /// The last signed checkpoint of this log.
        func last() throws(StoreError) -> SignedCheckpoint? {
            try CheckpointTable(reader.statements).last(of: checkpoint.origin)
                .map(LogProofs.read)
        }

        /// Refuses a log that does not begin with what a checkpoint says.
        ///
        /// - Parameter place: Where the checkpoint is kept: `in the store`.
        /// - Throws: `corrupt`.
        func check(extends older: Checkpoint, _ place: String) throws(StoreError) {
            let isSame = older.size <= checkpoint.size
            let proof =
                isSame
                ? try tree.hashes.consistencyProof(from: older.size, to: checkpoint.size) : []
            guard isSame, checkpoint.extends(older, proof: proof) else {
                let end = isSame ? "has other events" : "ends at \(checkpoint.size)"
                throw StoreError(
                    .corrupt,
                    "the checkpoint of \(older.size) events \(place) does not fit the log, which"
                        + " \(end): events were changed or cut off after it was signed, and nothing"
                        + " is signed; verify the store, or restore it from a backup")
            }
        }
    }

    /// Runs a closure with the log as it is.
    func read<Value>(_ body: (State) throws(StoreError) -> Value) throws(StoreError) -> Value {
        try log.read { reader in try body(try State(reader)) }
    }

    /// What there is to sign: not signed yet.
    package func unsigned() throws(StoreError) -> Checkpoint {
        try read { state throws(StoreError) in state.checkpoint }
    }

    /// The last signed checkpoint of this log; nil if none was signed.
    package func last() throws(StoreError) -> SignedCheckpoint? {
        try log.read { reader in
            let origin = try StoreTable(reader.statements).row().origin
            return try CheckpointTable(reader.statements).last(of: origin).map(Self.read)
        }
    }

    /// Reads a stored note.
    ///
    /// - Throws: `corrupt` if it is none, or one of another size.
    static func read(_ stored: StoredCheckpoint) throws(StoreError) -> SignedCheckpoint {
        let what = "the checkpoint of \(stored.size) events in the table checkpoints"
        let read: SignedCheckpoint
        do {
            read = try SignedCheckpoint(parsing: Array(stored.note.utf8))
        } catch {
            throw StoreError(
                .corrupt, "\(what) cannot be read, since \(error.message): verify the store",
                cause: error)
        }
        guard read.checkpoint.size == stored.size else {
            throw StoreError(
                .corrupt, "\(what) is one of \(read.checkpoint.size): verify the store")
        }
        return read
    }
}
