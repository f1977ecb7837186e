import AnnalsHistory
import AnnalsIntegrity
import AnnalsLog
public import AnnalsModel
import Foundation

// What others can check without the store.

extension Store {
    /// Proves an event to be in the log, against its last signed checkpoint.
    ///
    /// - Parameters:
    ///   - position: The event.
    ///   - showsBody: Whether the proof shows what the event says, and not only who, when, what
    ///     type and which stream. Whoever has such a proof has the body for ever, also when it is
    ///     erased in the store.
    /// - Throws: `beyondHead` if there is no such event; `notFound` if no checkpoint was signed, or
    ///   the body is to be shown and was erased; `invalidArgument` if the last checkpoint is older
    ///   than the event; `corrupt` if event and checkpoint do not fit.
    public func prove(
        _ position: Int64, showingBody showsBody: Bool = false
    ) throws(StoreError) -> EventProof {
        let bundle = try LogProofs(log: log).prove(position, showsBody: showsBody)
        return EventProof(
            position: position, origin: bundle.checkpoint.checkpoint.origin,
            size: bundle.checkpoint.checkpoint.size, showsBody: showsBody,
            text: bundle.serialized)
    }

    /// Writes the tree of the last signed checkpoint as files that any client of a transparency log
    /// can check (c2sp.org/tlog-tiles): of them only those that are new since the last time.
    ///
    /// The files have who did what and when, and no body.
    ///
    /// - Parameters:
    ///   - path: A folder, made if it is not there.
    ///   - progress: Gets events done and events in all; what it throws stops the export, and the
    ///     older tree in the folder stays whole.
    /// - Throws: `notFound` if no checkpoint was signed; `invalidArgument` if the folder has
    ///   another log; `corrupt` if the log is not the continuation of what is there; `io`.
    @discardableResult
    public func exportTiles(
        to path: String, progress: (_ done: Int64, _ total: Int64) throws -> Void = { _, _ in }
    ) throws -> TileExport {
        try LogProofs(log: log).exportTiles(to: path, progress: progress)
    }
}

extension EventProof {
    /// Writes the proof into a new file, and makes it durable.
    ///
    /// - Throws: `storeExists` if something is at the path; `io`.
    public func write(to path: String) throws(StoreError) {
        try OutputFile.make(Array(text.utf8), at: path)
    }
}

extension ProvenEvent {
    /// Checks a proof, for which no store is needed.
    ///
    /// - Parameters:
    ///   - proof: The bytes of a `.tlog-proof` file.
    ///   - keys: Keys of the log, from elsewhere than the proof, and of witnesses.
    /// - Throws: `invalidArgument` or `tooLarge` if the bytes are no proof of an event that a store
    ///   can have appended; `corrupt` if a signature, a hash or the body does not fit; `notFound`
    ///   if no known key of the log signed, so that nothing is known.
    public init(checking proof: [UInt8], keys: VerifierKeys) throws(StoreError) {
        let bundle = try ProofBundle(parsing: proof)
        let evidence = try bundle.evidence()
        try evidence.checkPossible()
        let finding = try bundle.verify(evidence.leaf, by: keys.keys)
        let header = evidence.header
        let anchor = Anchor(
            origin: finding.checkpoint.origin, size: finding.checkpoint.size,
            root: finding.checkpoint.root.base64, logKeys: finding.signatures.log.map(\.text),
            witnesses: finding.signatures.witnesses.map { signature in
                Witness(
                    name: signature.key.name.text,
                    cosignedAt: signature.cosignedAt.flatMap(Timestamp.init(seconds:)))
            })
        self.init(
            anchor,
            Header(
                position: header.position, stream: header.stream, version: header.version,
                type: header.type, actor: header.actor, kind: header.kind, cycle: header.cycle,
                recordedAt: header.recordedAt, occurredAt: header.occurredAt,
                correlation: header.correlation, causation: header.causation,
                id: header.id.flatMap { UUID(bytes: $0) }),
            bodyDigest: evidence.bodyDigest.hex, body: evidence.opening?.body)
    }
}

extension Timestamp {
    /// nil for a time that has no number of microseconds.
    fileprivate init?(seconds: Int64) {
        let (microseconds, isTooLarge) = seconds.multipliedReportingOverflow(by: 1_000_000)
        if isTooLarge { return nil }
        self.init(microseconds: microseconds)
    }
}
