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
    private let statements: StatementCache
    private let isFolded: Bool
    /// Streams whose rows are not written yet, with the type of their last event.
    private var pending: [StreamName: (document: JSONObject?, type: EventType, weight: Int)] = [:]
    private var pendingWeight = 0

    /// - Parameters:
    ///   - connection: Has the tables, as they were after the event at `position`.
    ///   - refused: Streams that had failures up to that position.
    package init(
        _ definition: ProjectionDefinition, into connection: OpaquePointer, from log: EventLog,
        after position: Int64, refused: Set<StreamName> = []
    ) {
        self.definition = definition
        statements = StatementCache(connection)
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
            if let reader {
                return try replay.nextBatch(reader, through: through) { event in
                    try take(event, onFailure)
                }
            }
            return try replay.nextBatch(through: through) { event in try take(event, onFailure) }
        } catch {
            throw StoreError.wrapping(error, doing: "fill the projection \(definition.name)")
        }
    }

    private func take(
        _ event: ProjectedEvent, _ onFailure: (ProjectionFailure) throws -> Void
    ) throws {
        guard isFolded else {
            for failure in try applier.applyLeniently(event) { try onFailure(failure) }
            return
        }
        let weight = 64 + event.change.data.count * 32
        let known = pending[event.stream]?.weight ?? 0
        pending[event.stream] = (event.after, event.type, max(weight, known))
        pendingWeight += max(weight, known) - known
        if pendingWeight > Limits.replayCacheBytesMax { try flush() }
    }

    /// Writes the rows that were only folded so far.
    package func flush() throws(StoreError) {
        // In one order, so that the same events make the same file.
        for (stream, last) in pending.sorted(by: { $0.key.id < $1.key.id }) {
            try applier.rewrite(stream, document: last.document, followedBy: last.type)
        }
        pending = [:]
        pendingWeight = 0
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
