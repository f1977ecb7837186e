import AnnalsLog
import AnnalsModel

/// The documents of several projections, folded in one pass over the log, for the fills that come
/// one after the other.
///
/// As much of the log is folded as memory allows; each fill goes on by itself from there.
final class SharedFolding {
    /// Position of the last erasure in the whole log when it began: after another one, what was
    /// read here must not come back.
    let erased: Int64
    private var parts: [String: DocumentFolding] = [:]

    /// Reads the log for those of some projections whose rows follow from documents alone.
    ///
    /// - Returns: nil where there are fewer than two of them, so that nothing is shared.
    init?(
        _ definitions: [ProjectionDefinition], _ log: EventLog, _ watch: ProjectionStore.Watch
    ) throws(StoreError) {
        let sharing = definitions.filter(\.followsDocumentsAlone)
        guard sharing.count > 1 else { return nil }
        let (erased, head) = try log.read { reader in
            (try ReplayPoint(at: 0, reader).erased, try reader.head())
        }
        self.erased = erased
        let wanted = sharing.map { $0.typesToRead() }
        let folding = DocumentFolding(after: 0) { type in wanted.contains { $0(type) } }
        while !folding.isFull, !watch.isCancelled() {
            let isMore = try folding.nextBatch(through: head, nil, log)
            watch.progress(folding.position, head)
            if !isMore { break }
        }
        for (definition, wanted) in zip(sharing, wanted) {
            parts[definition.name] = folding.part(wanted: wanted)
        }
    }

    /// Takes the documents of a projection, once.
    ///
    /// - Returns: nil where there are none, or where something was erased since they were read.
    func take(_ definition: ProjectionDefinition, erased: Int64) -> DocumentFolding? {
        let part = parts.removeValue(forKey: definition.name)
        return erased == self.erased ? part : nil
    }

    /// Lets go of the documents of a projection that is left out.
    func leave(_ name: String) {
        parts[name] = nil
    }
}
