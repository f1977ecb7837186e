import AnnalsLog
package import AnnalsModel
import AnnalsProjections

extension History {
    /// Who gave the row that merges make of a stream's document its present values.
    ///
    /// A column has its value from the event after which it showed it, and has shown it ever
    /// since: also from one that took away what came first among the column's `from` pointers, or
    /// from one that ended the document and so the row.
    ///
    /// - Parameters:
    ///   - stream: The stream whose row it is.
    ///   - table: The table; nil for the only one that has rows of such streams.
    ///   - column: Only this column; nil for all but the key that are not NULL, in the order of
    ///     the table.
    ///   - moment: The present that is meant.
    /// - Throws: `notFound` if there is no such stream, table or column, or there never was a row
    ///   by then; `invalidArgument` for a table without rows of the stream, or where several
    ///   tables have one and none is named; `unsupported` for a view; `beyondHead`.
    package func blameRow(
        of stream: StreamName, in table: String? = nil, column: String? = nil,
        as moment: Moment = .head
    ) throws(StoreError) -> [BlamedColumn] {
        let position = try position(of: moment)
        do {
            let (row, stretches, document) = try log.read { reader in
                let row = try MergedRow(of: stream, in: table, column: column, reader)
                var stretches = try BlamedStretches(reader, log, stream, at: position)
                stretches.isDivided = row.isFunctionOfDocument
                return (row, stretches, try reader.document(of: stream, at: position))
            }
            let found = try blamed(row, stretches, document)
            guard !found.isEmpty else {
                let erased = try stretches.erased()
                let note = erased == 0 ? "" : "; \(erased) of its events were erased"
                throw StoreError(
                    .notFound,
                    "\(stream.description.terminalSafe) has no row in "
                        + "\(row.table.name.terminalSafe) at position \(position) and never had "
                        + "one\(note)")
            }
            return found
        } catch {
            throw StoreError.wrapping(error, doing: "find who gave the values of a row")
        }
    }

    private func blamed(
        _ row: MergedRow, _ stretches: BlamedStretches, _ document: JSONObject?
    ) throws -> [BlamedColumn] {
        let trail = try RowTrail(row, of: stretches.stream)
        var search =
            row.isFunctionOfDocument
            ? try Self.searchBackward(row, trail, stretches, document)
            : try Self.searchForward(row, trail, stretches)
        return row.columns.indices.compactMap { index in
            guard let (origin, value, confirmed) = search.removeValue(forKey: index) else {
                return nil
            }
            let isShown = value != nil && value != .null
            return BlamedColumn(
                column: row.columns[index],
                pointer: isShown ? document.flatMap { row.pointer(of: index, in: $0) } : nil,
                value: value, before: origin.before, event: origin.event, confirmed: confirmed)
        }
    }

    private typealias Found = [Int: ColumnSearch.Found]

    /// Makes the rows of documents only around events that may have changed a column whose event
    /// is not found yet.
    private static func searchBackward(
        _ row: MergedRow, _ trail: RowTrail, _ stretches: BlamedStretches, _ document: JSONObject?
    ) throws -> Found {
        let present = try trail.row(of: document)
        var search = ColumnSearch(row, present)
        var steps: [ColumnSearch.Step] = []
        try stretches.forEach {
            search.sought
        } begin: { _ in
            steps = []
        } apply: { event, old, new in
            steps.append(ColumnSearch.Step(event: event, old: old, new: new))
        } end: {
            for step in steps.reversed() where search.mayBeExplained(by: step) {
                search.take(step, try trail.row(of: step.old), try trail.row(of: step.new))
            }
            return !search.isDone
        }
        return search.found
    }

    private static func searchForward(
        _ row: MergedRow, _ trail: RowTrail, _ stretches: BlamedStretches
    ) throws -> Found {
        try stretches.forEach {
            nil
        } begin: { _ in
        } apply: { event, old, new in
            try trail.apply(event, old: old, new: new)
        } end: {
            true
        }
        var found: Found = [:]
        for index in row.columns.indices where row.isNamed || trail.value(index) != .null {
            let leaf = trail.leaf(index)
            found[index] = leaf.origin.map { ($0, trail.value(index), leaf.confirmed) }
        }
        return found
    }
}
