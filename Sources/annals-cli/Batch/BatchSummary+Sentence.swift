import Annals
import AnnalsJSON

extension BatchSummary {
    /// What stays where the rest failed, to complete a sentence.
    ///
    /// - Parameter isReplaced: Whether the store is another by now, so that what was appended may
    ///   not be in it.
    func sentence(isReplaced: Bool) -> String {
        let rejectedToo =
            rejected.map { count in
                count == 0
                    ? ""
                    : count == 1
                        ? ", and 1 line is rejected"
                        : ", and \(count) lines are rejected"
            } ?? ""
        guard let lastPosition else { return "nothing was stored\(rejectedToo)" }
        let knownToo = known > 0 ? " and \(known) known already" : ""
        let isOne = appended == 1
        let said =
            isReplaced
            ? "\(isOne ? "was" : "were") acknowledged before that"
            : "\(isOne ? "is" : "are") appended"
        let events = isOne ? "1 event" : "\(appended) events"
        return "of the batches before it \(events) \(said)\(knownToo), the last at "
            + "position \(lastPosition)\(rejectedToo)"
    }
}
