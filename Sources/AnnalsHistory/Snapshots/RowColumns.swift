import AnnalsProjections

/// How the rows of a table are written whole: with the row id first where the table has one.
struct RowColumns {
    /// The columns in SQL.
    let list: String
    /// A parameter for each of them.
    let marks: String
    /// Their number.
    let count: Int32
    /// The number of them that are no row id.
    var cells: Int { Int(count) - Int(firstCell) }
    /// The index of the first that is no row id.
    var firstCell: Int32 { rowID == nil ? 0 : 1 }
    /// What names the row id in SQL; nil if the table has none, or columns hide all its names.
    let rowID: String?

    /// - Parameter table: Whose rows.
    init(_ table: ProjectionTable) {
        let names = ["rowid", "oid", "_rowid_"]
        rowID = table.isWithoutRowid ? nil : names.first { table.column($0) == nil }
        let columns =
            (rowID.map { [$0] } ?? [])
            + table.columns.filter { !$0.isGenerated }.map(\.name.quotedAsIdentifier)
        list = columns.joined(separator: ", ")
        marks = columns.map { _ in "?" }.joined(separator: ", ")
        count = Int32(columns.count)
    }
}
