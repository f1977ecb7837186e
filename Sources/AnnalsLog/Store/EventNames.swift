import AnnalsModel

/// The names that events have beside their streams'.
struct EventNames {
    private var types = NameIDs<ExactString>(.types)
    private var correlations = NameIDs<ExactString>(.correlations)
    private var actors = NameIDs<Actor>(.actors)

    /// The ids of an event's names.
    mutating func ids(
        of event: SealedEvent, stream: Int64, _ statements: StatementCache
    ) throws(StoreError) -> EventTable.Names {
        EventTable.Names(
            stream: stream, type: try types.id(for: ExactString(event.type.name), statements),
            actor: try actors.id(for: event.actor, statements),
            correlation: try event.correlation.map { name throws(StoreError) in
                try correlations.id(for: ExactString(name), statements)
            })
    }

    /// Forgets all, because somebody else may have written.
    mutating func reload(_ statements: StatementCache) throws(StoreError) {
        try types.reload(statements)
        try actors.reload(statements)
        try correlations.reload(statements)
    }

    /// Marks the start of a part of the transaction that may be undone alone.
    mutating func setMark() {
        types.setMark()
        actors.setMark()
        correlations.setMark()
    }

    /// Forgets what was added since the mark.
    mutating func rollBackToMark() {
        types.rollBackToMark()
        actors.rollBackToMark()
        correlations.rollBackToMark()
    }

    /// Keeps or forgets what the transaction added.
    mutating func end(committed isCommitted: Bool) {
        types.end(committed: isCommitted)
        actors.end(committed: isCommitted)
        correlations.end(committed: isCommitted)
    }
}
