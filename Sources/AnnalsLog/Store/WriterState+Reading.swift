import AnnalsModel

extension WriterState {
    /// Reads the end of the log.
    init(reading statements: StatementCache) throws(StoreError) {
        let head = try TreeTable(statements).head()
        frontier = head.frontier
        bodyBytes = head.bodyBytes
        storedBytes = head.storedBytes
        try readEnds(statements, size: size)
    }

    private mutating func readEnds(_ statements: StatementCache, size: Int64) throws(StoreError) {
        recordedAt = try statements.integer(
            .lastRecordedAt, "SELECT recorded_at FROM events ORDER BY position DESC LIMIT 1")
        let last = try statements.integer("SELECT max(position) FROM events") ?? 0
        guard last == size else {
            throw StoreError(
                .corrupt,
                "the log ends at position \(last) but its head says \(size): restore the"
                    + " store from a backup", position: min(last, size) + 1)
        }
        func greatest(_ column: StoredColumn, _ sql: String) throws(StoreError) -> Int64 {
            try statements.integer(column, sql) ?? 0
        }
        cycle = try greatest(.cycleNumber, "SELECT max(cycle) FROM cycles")
        lastStream = try greatest(.lastStream, "SELECT max(id) FROM streams")
        (dictionary, trainedAt) = try DictionaryTable(statements).newest()
    }
}
