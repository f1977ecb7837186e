import Annals
import AnnalsJSON

extension BatchSummary {
    /// What stays where the rest failed, to complete a sentence.
    ///
    /// - Parameter isReplaced: Whether the store is another by now, so that what was appended may
    ///   not be in it.
    func sentence(isReplaced: Bool) -> String {
        let rejectedToo = rejected.map { $0 > 0 ? ", and \($0) lines are rejected" : "" } ?? ""
        guard let lastPosition else { return "nothing was stored\(rejectedToo)" }
        let knownToo = known > 0 ? " and \(known) known already" : ""
        let said = isReplaced ? "were acknowledged before that" : "are appended"
        return "of the batches before it \(appended) events \(said)\(knownToo), the last at "
            + "position \(lastPosition)\(rejectedToo)"
    }
}
