package import AnnalsLog
package import AnnalsModel

/// Fills the tables of one projection from the log, in a database of its own.
///
/// Where every row follows from its stream's document alone, documents are folded in memory, on all
/// cores, and each row is written once, when there are too many documents or at the end; otherwise
/// event by event, as a live append does. The rows are the same either way.
package final class ProjectionFill {
    private let definition: ProjectionDefinition
    private let applier: ProjectionApplier
    private let log: EventLog
    private let way: Way
    /// Whether to stop, asked before each event.
    package var isCancelled: () -> Bool = { false }

    private enum Way {
        case events(EventReplay)
        case documents(DocumentFolding)
    }

    /// - Parameters:
    ///   - connection: Has the tables, as they were after the event at `position`, at the latest
    ///     when something is written into them.
    ///   - refused: Streams that had failures up to that position.
    package init(
        _ definition: ProjectionDefinition, into connection: OpaquePointer, from log: EventLog,
        after position: Int64, refused: Set<StreamName> = []
    ) {
        self.definition = definition
        self.log = log
        applier = ProjectionApplier(connection, [definition], refused: [refused])
        let categories = definition.mergedCategories
        func isWanted(_ type: EventType) -> Bool {
            definition.matches(type) || categories?.contains(type.category) ?? true
        }
        if definition.followsDocumentsAlone {
            way = .documents(DocumentFolding(after: position, wanted: isWanted))
        } else {
            way = .events(
                EventReplay(
                    log, after: position, wanted: isWanted,
                    needsDocument: { type in categories?.contains(type.category) ?? true }))
        }
    }

    /// Position of the last event that is in the tables, once `flush` was called.
    package var position: Int64 {
        switch way {
        case .events(let replay): replay.position
        case .documents(let folding): folding.position
        }
    }

    /// Makes batches short, for whoever wants to see the tables on their way.
    package func stopOften() {
        guard case .documents(let folding) = way else { return }
        folding.positionsMax = Int64(Limits.replayRowsMax)
    }

    /// Whether `foldAhead` does something.
    package var canFoldAhead: Bool {
        if case .documents = way { true } else { false }
    }

    /// Folds events before the tables are there, as far as memory allows; `nextBatch` goes on.
    package func foldAhead(through end: Int64) throws(StoreError) {
        guard case .documents(let folding) = way else { return }
        while !folding.isFull, try folding.nextBatch(through: end, nil, log) {}
    }

    /// Applies the next batch of events.
    ///
    /// - Parameters:
    ///   - reader: A transaction of the caller's; nil begins as many as it needs.
    ///   - onFailure: Gets the events that the tables refuse.
    /// - Returns: Whether there is more up to `through`.
    package func nextBatch(
        through: Int64, reader: LogReader? = nil,
        onFailure: (RefusedEvent) throws -> Void
    ) throws(StoreError) -> Bool {
        do {
            switch way {
            case .documents(let folding):
                if folding.isFull {
                    try flush()
                    folding.forget()
                }
                return try folding.nextBatch(through: through, reader, log)
            case .events(let replay):
                func apply(_ event: ProjectedEvent) throws {
                    if isCancelled() {
                        throw StoreError(
                            .interrupted,
                            "stopped at position \(event.position): start it again to go on")
                    }
                    for failure in try applier.applyLeniently(event) { try onFailure(failure) }
                }
                if let reader { return try replay.nextBatch(reader, through: through, apply) }
                return try replay.nextBatch(through: through, apply)
            }
        } catch {
            throw StoreError.wrapping(error, doing: "fill the projection \(definition.name)")
        }
    }

    /// Writes the rows that were only folded so far.
    package func flush() throws(StoreError) {
        guard case .documents(let folding) = way else { return }
        try folding.flush { document, type throws(StoreError) in
            try applier.rewrite(document, followedBy: type)
        }
    }
}

extension ProjectionDefinition {
    /// Categories whose documents the merges read; nil if a merge follows every category.
    var mergedCategories: Set<String>? {
        var categories: Set<String> = []
        for directive in directives {
            guard case .merge = directive.action else { continue }
            for pattern in directive.patterns {
                guard let category = pattern.category else { return nil }
                categories.insert(category)
            }
        }
        return categories
    }

    /// Whether every row is a function of its stream's document, and none can be refused.
    var followsDocumentsAlone: Bool {
        var tables: Set<String> = []
        return directives.allSatisfy { directive in
            guard case .merge(let merge) = directive.action else { return false }
            // Two merges into one table may write the same row by turns.
            return tables.insert(merge.table.name.lowercased()).inserted
                && merge.seesEveryChange && !merge.isStrict && !merge.table.hasRules
                && objects(.trigger).isEmpty
        }
    }
}
