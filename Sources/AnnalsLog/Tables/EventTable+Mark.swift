import AnnalsModel

extension EventTable {
    /// What tells the event at a position from any other that could be there: its recorded time,
    /// a dot, and its check bytes in hex, which neither erasure nor recompression changes.
    ///
    /// - Returns: The empty text if there is no such event.
    func mark(at position: Int64) throws(StoreError) -> String {
        let row = try statements.statement(
            """
            SELECT recorded_at || '.' || lower(hex(substr(body, 1, 4))) FROM events
            WHERE position = ?
            """)
        row.bind(1, position)
        return try row.first { row throws(StoreError) in row.text(0) } ?? ""
    }
}
