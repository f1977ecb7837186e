import AnnalsLog
public import AnnalsModel

// Indexes over the text of events: what makes searches fast, and what it costs.

extension Store {
    /// The indexes over the text of events that there are, and how far each goes.
    ///
    /// - Throws: `unsupported` for a file of such a name which is no index; `io`.
    public func searchIndexes() throws(StoreError) -> [SearchIndex] {
        try log.searchIndexes()
    }

    /// Makes an index over the text of all events, or brings one up to date, while others go on.
    ///
    /// A search finds the same events with and without it. It is a file beside the store, of about
    /// the size of the text itself, that follows from the events: appends do nothing for it, and
    /// each search first takes in what is missing, up to ``AnnalsModel/Limits/searchCatchUpMax``
    /// events, and reads the rest as it is. An erasure makes it again. A copy or a backup of the
    /// store comes without it.
    ///
    /// - Parameters:
    ///   - kind: What it finds.
    ///   - run: What is reported and asked on the way; where it is stopped, the next call goes on.
    /// - Returns: The index.
    /// - Throws: `readOnly` where the folder of the store cannot be written; `unsupported` for a
    ///   file of its name which is no index; `interrupted`; `io`.
    @discardableResult
    public func addSearchIndex(
        _ kind: SearchIndexKind = .trigrams, run: LongRun = LongRun()
    ) throws(StoreError) -> SearchIndex {
        try log.addSearchIndex(kind) { done, total throws(StoreError) in
            try run.goOn(done, total)
        }
    }

    /// Removes an index over the text of events.
    ///
    /// - Returns: What it was.
    /// - Throws: `notFound` if there is none; `unsupported` for a file of its name which is no
    ///   index; `io`.
    @discardableResult
    public func removeSearchIndex(_ kind: SearchIndexKind) throws(StoreError) -> SearchIndex {
        guard let removed = try log.removeSearchIndex(kind) else {
            throw StoreError(
                .notFound,
                "\(path.terminalSafe) has no index of \(kind.rawValue): there is nothing to remove")
        }
        return removed
    }
}
