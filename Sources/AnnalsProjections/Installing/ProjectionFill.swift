package import AnnalsLog
package import AnnalsModel

/// Fills the tables of one projection from the log, in a database of its own.
///
/// Where every row follows from its stream's document alone, documents are folded in memory and
/// each row is written once, when its document leaves the cache or at the end; otherwise event by
/// event, as a live append does. The rows are the same either way.
package final class ProjectionFill {
    private let definition: ProjectionDefinition
    private let applier: ProjectionApplier
    private let replay: EventReplay
    private let isFolded: Bool
    private let log: EventLog
    /// The documents whose rows are written once, where they follow from these alone.
    private var documents = ReplayedDocuments()

    /// - Parameters:
    ///   - connection: Has the tables, as they were after the event at `position`.
    ///   - refused: Streams that had failures up to that position.
    package init(
        _ definition: ProjectionDefinition, into connection: OpaquePointer, from log: EventLog,
        after position: Int64, refused: Set<StreamName> = []
    ) {
        self.definition = definition
        self.log = log
        applier = ProjectionApplier(connection, [definition], refused: [refused])
        let categories = definition.mergedCategories
        replay = EventReplay(
            log, after: position,
            wanted: { type in
                definition.matches(type) || categories?.contains(type.category) ?? true
            },
            needsDocument: { type in categories?.contains(type.category) ?? true })
        isFolded = definition.followsDocumentsAlone
    }

    /// Position of the last event that is in the tables, once `flush` was called.
    package var position: Int64 { replay.position }

    /// Applies the next batch of events.
    ///
    /// - Parameter onFailure: Gets the events that the tables refuse.
    /// - Returns: Whether there is more up to `through`.
    package func nextBatch(
        through: Int64, reader: LogReader? = nil,
        onFailure: (ProjectionFailure) throws -> Void
    ) throws(StoreError) -> Bool {
        do {
            guard isFolded else {
                if let reader {
                    return try replay.nextBatch(reader, through: through) { event in
                        try apply(event, onFailure)
                    }
                }
                return try replay.nextBatch(through: through) { event in
                    try apply(event, onFailure)
                }
            }
            if documents.bytes > Limits.replayCacheBytesMax {
                try flush()
                documents = ReplayedDocuments()
            }
            if let reader {
                return try replay.foldBatch(reader, through: through, into: &documents)
            }
            return try log.read { reader in
                try replay.foldBatch(reader, through: through, into: &documents)
            }
        } catch {
            throw StoreError.wrapping(error, doing: "fill the projection \(definition.name)")
        }
    }

    private func apply(
        _ event: ProjectedEvent, _ onFailure: (ProjectionFailure) throws -> Void
    ) throws {
        for failure in try applier.applyLeniently(event) { try onFailure(failure) }
    }

    /// Writes the rows that were only folded so far.
    package func flush() throws(StoreError) {
        // In one order, so that the same events make the same file.
        let changed = documents.byStream.filter(\.value.isChanged)
            .sorted { $0.value.stream.id < $1.value.stream.id }
        for (id, document) in changed {
            try applier.rewrite(
                document.stream, document: document.value, followedBy: document.type)
            documents.byStream[id]?.isChanged = false
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
