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
        let end = try EventTable(statements).last()
        recordedAt = end?.recordedAt
        let last = end?.position ?? 0
        guard last == size else {
            throw StoreError(
                .corrupt,
                "the log ends at position \(last) but its head says \(size): restore the"
                    + " store from a backup", position: min(last, size) + 1)
        }
        cycle = try AdministrationTables(statements).currentCycle()
        lastStream = try StreamTable(statements).lastID()
        (dictionary, trainedAt) = try DictionaryTable(statements).newest()
    }
}
