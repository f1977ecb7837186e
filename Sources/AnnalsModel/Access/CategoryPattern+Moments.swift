extension [CategoryPattern] {
    /// Refuses a moment that is named by a tag to somebody who does not reach tags, which are of
    /// the category `annals`: the same whether there is such a tag or not.
    ///
    /// - Throws: `notAllowed`.
    package func demandReach(of moment: Moment) throws(StoreError) {
        guard case .tag = moment, !reach(StreamName.ownCategory) else { return }
        throw StoreError(
            .notAllowed,
            "tags are of the category \(StreamName.ownCategory), which is not reached: give a"
                + " position, a cycle or a time")
    }

    /// The same for both ends of a range.
    package func demandReach(of range: MomentRange) throws(StoreError) {
        try demandReach(of: range.after)
        try demandReach(of: range.through)
    }
}
