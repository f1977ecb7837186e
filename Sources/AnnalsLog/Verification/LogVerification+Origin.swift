import AnnalsCodec
import AnnalsIntegrity
import AnnalsModel

// What a restored store says of the one that it comes from. Its columns in `store` are bound by no
// hash, so that nothing is believed for their sake alone.

extension LogVerification {
    /// Compares what the store says of where it comes from with its name and its events.
    func compareOrigin(_ tables: VerificationTables) throws {
        guard let row = try tables.origin() else { return }
        let isNamed = row.origin.hasSuffix("/fork/\(row.id.hex.prefix(8))")
        guard row.says || isNamed else { return }
        guard row.says, isNamed, row.parent.count == 16,
            row.root.count == MerkleTree.emptyRoot.bytes.count
        else {
            return try report(
                VerificationFinding(
                    .checkpoint, in: "store",
                    row.says
                        ? "this store says that it was restored from another, and has not the name"
                            + " or the columns that a restore gives"
                        : "this store has the name of a restored one, and does not say from which"
                            + " it was",
                    expected: row.says ? "/fork/\(row.id.hex.prefix(8))" : nil,
                    found: row.origin.terminalSafe))
        }
        try compareParent(row)
    }

    private func compareParent(_ row: VerificationTables.Origin) throws {
        guard row.position > 0 || row.position == 0 && row.root == MerkleTree.emptyRoot.bytes else {
            return try report(
                VerificationFinding(
                    .checkpoint, in: "store forked_at",
                    "this store says that it begins with events of another, and not where they"
                        + " end"))
        }
        let holds = frontiers[row.position].map { $0.root.bytes == row.root }
        anchors.append(
            VerificationAnchor(source: .parent, size: row.position, holds: holds, signers: []))
        if holds == false || row.position > frontier.size {
            try report(
                VerificationFinding(
                    .checkpoint, in: "store forked_root",
                    "the first \(row.position) events are not those of the store that this one"
                        + " was restored from"))
        }
    }

    /// Looks for what an erasure takes away and that is there again, and for a restored store that
    /// speaks of erasures where none can.
    func compareErasures(_ reader: LogReader, _ tables: VerificationTables) throws {
        let erasures = try ErasedPositions(reader)
        for range in erasures.ranges {
            for place in try tables.secrets(reaching: range) {
                try report(
                    VerificationFinding(
                        .secret, in: place,
                        "this secret reaches an event whose body was erased"))
            }
        }
        let row = try tables.origin()
        for event in erasures.inherited where !Self.isOfRestore(event, row) {
            try report(
                VerificationFinding(
                    .erasure, at: event.position,
                    "the event at position \(event.position) says what was erased in another store,"
                        + " and this one was not restored there"))
        }
    }

    /// Whether an event stands where a restore of this store, or of one that it comes from, put it.
    private static func isOfRestore(
        _ event: SealedEvent, _ row: VerificationTables.Origin?
    ) -> Bool {
        guard let row, row.says, let data = try? event.parsedBody()?.change.data,
            data["position"]?.asInt64 == event.position - 1
        else { return false }
        guard event.position > row.position else { return true }
        return event.position - 1 == row.position
            && data["parent"]?.asString == row.parent.hex
            && data["root"]?.asString == row.root.hex
    }
}
