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
        let size = head.int64(0)
        guard let frontier = Frontier(serialized: head.bytes(1)), frontier.size == size,
            frontier.root.bytes == head.bytes(2)
        else {
            head.reset()
            throw StoreError(
                .corrupt,
                "the table head does not fit the tree: restore the store from a backup")
        }
        self.frontier = frontier
        bodyBytes = head.int64(3)
        storedBytes = head.int64(4)
        head.reset()
        try readEnds(statements, size: size)
    }

    private mutating func readEnds(_ statements: StatementCache, size: Int64) throws(StoreError) {
        recordedAt =
            try statements.integer(
                "SELECT recorded_at FROM events ORDER BY position DESC LIMIT 1") ?? Int64.min
        let last = try statements.integer("SELECT max(position) FROM events") ?? 0
        guard last == size else {
            throw StoreError(
                .corrupt,
                "the log ends at position \(last) but its head says \(size): restore the"
                    + " store from a backup", position: min(last, size) + 1)
        }
        cycle = try statements.integer("SELECT max(cycle) FROM cycles") ?? 0
        lastStream = try statements.integer("SELECT max(id) FROM streams") ?? 0
        lastType = try statements.integer("SELECT max(id) FROM event_types") ?? 0
        lastActor = try statements.integer("SELECT max(id) FROM actors") ?? 0
        lastCorrelation = try statements.integer("SELECT max(id) FROM correlations") ?? 0
        dictionary = try statements.integer("SELECT max(id) FROM dictionaries") ?? 0
        trainedAt =
            try statements.integer(
                "SELECT body_bytes FROM dictionaries ORDER BY id DESC LIMIT 1") ?? 0
    }
}
