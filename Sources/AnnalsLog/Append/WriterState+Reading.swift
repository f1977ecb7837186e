import AnnalsIntegrity
import AnnalsModel

extension WriterState {
    /// Reads the end of the log.
    init(reading statements: StatementCache) throws(StoreError) {
        let head = try statements.statement(
            "SELECT size, frontier, root, body_bytes, stored_bytes FROM head")
        guard try head.step() else {
            throw StoreError(.corrupt, "the table head is empty: restore the store from a backup")
        }
        defer { head.reset() }
        let size = try head.int64(0, .headSize)
        guard let frontier = Frontier(serialized: head.bytes(1)), frontier.size == size,
            frontier.root.bytes == head.bytes(2)
        else {
            throw StoreError(
                .corrupt,
                "the table head does not fit the tree: restore the store from a backup")
        }
        self.frontier = frontier
        bodyBytes = try head.int64(3, .headBodyBytes)
        storedBytes = try head.int64(4, .headStoredBytes)
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
        lastType = try greatest(.lastType, "SELECT max(id) FROM event_types")
        lastActor = try greatest(.lastActor, "SELECT max(id) FROM actors")
        lastCorrelation = try greatest(.lastCorrelation, "SELECT max(id) FROM correlations")
        dictionary = try greatest(.lastDictionary, "SELECT max(id) FROM dictionaries")
        trainedAt = try greatest(
            .trainedAt, "SELECT body_bytes FROM dictionaries ORDER BY id DESC LIMIT 1")
    }
}
