import AnnalsLog
import AnnalsModel
import AnnalsProjections

/// The tables of some projections, taken from one moment to the next, event after event.
///
/// Events are read a batch at a time and applied as they were when they were appended, one by one.
final class SteppingTables {
    private let log: EventLog
    private let definitions: [ProjectionDefinition]
    private let tables: PastTables
    private let applier: ProjectionApplier
    private let replay: EventReplay

    /// Opens the tables as they were after an event.
    init(
        _ definitions: [ProjectionDefinition], at position: Int64, of log: EventLog
    ) throws {
        self.log = log
        self.definitions = definitions
        tables = try PastTables(definitions, at: position, of: log, in: MemoryDatabase())
        let refused = try log.read { reader in
            try definitions.map { try PastTables.refused($0, through: position, reader) }
        }
        let applier = ProjectionApplier(tables.connection, definitions, refused: refused)
        self.applier = applier
        replay = EventReplay(
            log, after: position,
            wanted: { type in
                definitions.contains { $0.matches(type) || $0.readsDocuments(ofCategory: type) }
            },
            needsDocument: { type in
                definitions.contains { $0.readsDocuments(ofCategory: type) }
            })
    }

    /// The `sqlite3 *`, as long as this lives.
    var connection: OpaquePointer { tables.connection }

    /// Applies the next events.
    ///
    /// - Parameters:
    ///   - through: Position up to which events are applied.
    ///   - onStep: Gets the position of each event that may have changed the tables, after it was
    ///     applied; whether to go on.
    /// - Returns: Whether there is more before that position.
    func nextBatch(
        through: Int64, onStep: (Int64) throws -> Bool
    ) throws -> Bool {
        var events: [ProjectedEvent] = []
        // Applied outside of the read transaction, which is not to be held for so long.
        let isMore = try replay.nextBatch(through: through) { events.append($0) }
        for event in events where definitions.contains(where: { $0.matches(event.type) }) {
            _ = try applier.applyLeniently(event)
            guard try onStep(event.position) else { return false }
        }
        return isMore
    }
}

extension ProjectionDefinition {
    /// Whether a merge reads documents of streams of a type's category, so that every event of
    /// these is needed to know them.
    fileprivate func readsDocuments(ofCategory type: EventType) -> Bool {
        directives.contains { directive in
            guard case .merge = directive.action else { return false }
            return directive.patterns.contains { pattern in
                pattern.category == nil || pattern.category == type.category
            }
        }
    }
}
