import AnnalsModel

/// Writes rows in one format as they come, without keeping them.
///
/// Either of the two ways to give a row serves every format: cells in the order of the columns, or
/// an object, of which tables and CSV show the members that are columns and JSON shows all.
protocol RowWriter: AnyObject {
    /// Adds a row of one value a column; missing ones at the end are null.
    func write(_ cells: [JSONValue]) throws

    /// Adds a row as an object, whose members may differ from row to row.
    func write(_ object: JSONObject) throws

    /// Shows what has come so far: for results that trickle in.
    func flush() throws

    /// Ends the result, also where no row came, and flushes.
    func finish() throws

    /// Ends a result of which a sentence says why no row came: for people that says it all, and no
    /// header stands above nothing; for programs it is as ever.
    func finishUnshown() throws
}

extension RowWriter {
    /// Ends the result as ever.
    func finishUnshown() throws { try finish() }

    /// The cells that an object gives to columns.
    func cells(of object: JSONObject, _ columns: [Column]) -> [JSONValue] {
        columns.map { object[$0.name] ?? .null }
    }
}
