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

    /// Position of the last event whose rows are in the tables, with none of a later one, unless
    /// `nextBatch` was called since `hold` or `flush`.
    package private(set) var writtenPosition: Int64
    /// Rows that are yet to be written, and the position that they are of.
    private var held: ArraySlice<DocumentFolding.Changed> = []
    private var heldPosition: Int64
    /// Whether all rows that there are were only folded so far: none is in the tables.
    package private(set) var isInMemory: Bool
    /// How many of them are written beside a batch.
    private var heldPerBatch = 0

    private enum Way {
        case events(EventsAhead)
        case documents(DocumentFolding)
    }

    /// - Parameters:
    ///   - connection: Has the tables, as they were after the event at `position`, at the latest
    ///     when something is written into them.
    ///   - refused: Streams that had failures up to that position.
    package convenience init(
        _ definition: ProjectionDefinition, into connection: OpaquePointer, from log: EventLog,
        after position: Int64, refused: Set<StreamName> = []
    ) {
        self.init(
            definition, into: connection, from: log, after: position, refused: refused, ahead: nil)
    }

    /// - Parameter ahead: What was folded of the documents from the beginning of the log on, where
    ///   nothing is in the tables yet.
    init(
        _ definition: ProjectionDefinition, into connection: OpaquePointer, from log: EventLog,
        after position: Int64, refused: Set<StreamName> = [], ahead: DocumentFolding?
    ) {
        self.definition = definition
        self.log = log
        writtenPosition = position
        heldPosition = position
        isInMemory = position == 0 && definition.followsDocumentsAlone
        applier = ProjectionApplier(connection, [definition], refused: [refused])
        if let ahead {
            way = .documents(ahead)
        } else if definition.followsDocumentsAlone {
            way = .documents(DocumentFolding(after: position, wanted: definition.typesToRead()))
        } else {
            let categories = definition.mergedCategories
            let replay = EventReplay(
                log, after: position, wanted: definition.typesToRead(),
                needsDocument: { type in categories?.contains(type.category) ?? true })
            way = .events(EventsAhead(replay, of: log))
        }
    }

    /// Position of the last event that is in the tables, once `flush` was called.
    package var position: Int64 {
        switch way {
        case .events(let events): events.position
        case .documents(let folding): folding.position
        }
    }

    /// Ends batches where they end event by event, for whoever looks at the tables after each.
    package func stopOften() {
        if case .events(let events) = way { events.readsAhead = false }
    }

    /// Batches after which what was done is worth keeping.
    package var batchesPerCommit: Int {
        canFoldAhead ? Limits.foldedBatchesPerCommit : Limits.scratchBatchesPerCommit
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
                    try hold()
                    folding.forget()
                }
                return try besideHeldRows { () throws(StoreError) in
                    try folding.nextBatch(through: through, reader, log)
                }
            case .events(let events):
                func apply(_ event: ProjectedEvent) throws {
                    if isCancelled() {
                        throw StoreError(
                            .interrupted,
                            "stopped at position \(event.position): start it again to go on")
                    }
                    for failure in try applier.applyLeniently(event) { try onFailure(failure) }
                }
                let isMore = try events.nextBatch(through: through, reader, apply)
                writtenPosition = events.position
                return isMore
            }
        } catch {
            throw StoreError.wrapping(error, doing: "fill the projection \(definition.name)")
        }
    }

    /// Writes the rows that were only folded so far.
    package func flush() throws(StoreError) {
        guard case .documents = way else { return }
        try hold()
        try writeHeldRows()
    }

    /// Writes the rows into the same tables of another database, where all of them are in memory.
    package func flush(into connection: OpaquePointer) throws(StoreError) {
        guard case .documents(let folding) = way, isInMemory else { return }
        isInMemory = false
        let applier = ProjectionApplier(connection, [definition])
        try Self.write(try folding.takeChanged()[...], applier)
    }

    /// Keeps the rows that were only folded so far, to be written beside the next batches: those
    /// that were kept before are written.
    package func hold() throws(StoreError) {
        guard case .documents(let folding) = way else { return }
        try writeHeldRows()
        isInMemory = false
        held = try folding.takeChanged()[...]
        heldPerBatch = held.count / batchesPerCommit + 1
        heldPosition = folding.position
    }

    private func writeHeldRows() throws(StoreError) {
        try Self.write(held, applier)
        held = []
        writtenPosition = heldPosition
    }

    /// Runs a closure while another thread writes some of the rows that are kept.
    private func besideHeldRows(
        _ body: () throws(StoreError) -> Bool
    ) throws(StoreError) -> Bool {
        guard !held.isEmpty else { return try body() }
        let rows = held.prefix(heldPerBatch)
        held = held.dropFirst(heldPerBatch)
        // This thread waits for the other before it touches the tables.
        nonisolated(unsafe) let applier = applier
        let writing = Aside { Result { () throws(StoreError) in try Self.write(rows, applier) } }
        let answer = Result { () throws(StoreError) in try body() }
        try writing.wait().get()
        return try answer.get()
    }

    private static func write(
        _ rows: ArraySlice<DocumentFolding.Changed>, _ applier: ProjectionApplier
    ) throws(StoreError) {
        for row in rows { try applier.rewrite(row.document, followedBy: row.type) }
    }
}

extension ProjectionDefinition {
    /// Tells of which types the events make the rows.
    func typesToRead() -> (EventType) -> Bool {
        let categories = mergedCategories
        return { type in
            self.matches(type) || categories?.contains(type.category) ?? true
        }
    }

    /// Categories whose documents the merges read; nil if a merge follows every category.
    package var mergedCategories: Set<String>? {
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
    package var followsDocumentsAlone: Bool {
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
