import AnnalsLog
import AnnalsModel
import AnnalsProjections

/// The row that merges make of one stream: of any document, or through time, with the event that
/// gave each column its value.
///
/// The row is made in a database in memory by what makes those of the store, so the same rules
/// decide which member a column shows.
final class RowTrail {
    /// What is known of one column.
    private struct Cell {
        /// Nil where there is no row.
        var value: JSONValue?
        /// Nil before the first row.
        var origin: BlameTree.Origin?
        var confirmed: Int64 = 0
    }

    private let row: MergedRow
    private let stream: StreamName
    private let database: MemoryDatabase
    private let applier: ProjectionApplier
    private let selection: Statement
    private var cells: [Cell]

    init(_ row: MergedRow, of stream: StreamName) throws(StoreError) {
        self.row = row
        self.stream = stream
        database = try MemoryDatabase()
        try row.definition.makeTables(on: database.connection)
        applier = ProjectionApplier(database.connection, [row.definition])
        let table = row.table.name.quotedAsIdentifier
        let key = row.key.quotedAsIdentifier
        let columns = row.columns.map(\.quotedAsIdentifier).joined(separator: ", ")
        selection = try Statement(
            database.connection, "SELECT \(columns) FROM \(table) WHERE \(key) = ?")
        cells = row.columns.map { _ in Cell() }
    }

    /// The row that a document makes; nil values where there is no document.
    ///
    /// It takes the place of the row that is there.
    func row(of document: JSONObject?) throws(StoreError) -> [JSONValue?] {
        guard let document, let type = row.anyType else { return row.columns.map { _ in nil } }
        try applier.rewrite(stream, document: document, followedBy: type)
        return try current()
    }

    /// Takes in one event.
    ///
    /// - Parameters:
    ///   - old: The document before it.
    ///   - new: The document after it.
    func apply(_ event: Event, old: JSONObject?, new: JSONObject?) throws(StoreError) {
        guard row.definition.matches(event.type), !row.refused.contains(event.position) else {
            return
        }
        applier.refused[0] = row.refused.isEmpty ? [] : [stream]
        _ = try applier.applyLeniently(
            ProjectedEvent(event, before: old, after: new))
        var summary = event
        summary.change = Change()
        for (index, value) in try current().enumerated() {
            if value != cells[index].value {
                let origin = BlameTree.Origin(event: summary, before: cells[index].value)
                cells[index] = Cell(value: value, origin: origin)
            } else if !event.isFact, let new, let pointer = row.pointer(of: index, in: new),
                event.change.writes(at: pointer)
            {
                cells[index].confirmed += 1
            }
        }
    }

    /// What is known of a column.
    func leaf(_ column: Int) -> BlameTree.Leaf {
        BlameTree.Leaf(origin: cells[column].origin, confirmed: cells[column].confirmed)
    }

    /// The present value of a column; nil where there is no row.
    func value(_ column: Int) -> JSONValue? {
        cells[column].value
    }

    private func current() throws(StoreError) -> [JSONValue?] {
        selection.bind(1, stream.id)
        guard try selection.step() else { return row.columns.map { _ in nil } }
        defer { selection.reset() }
        return selection.values(0..<Int32(row.columns.count))
    }
}
