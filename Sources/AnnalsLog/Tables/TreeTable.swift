package import AnnalsIntegrity
package import AnnalsModel

/// The tables `tree` and `head`: what is stored of the Merkle tree, and where the log ends.
package struct TreeTable {
    private let statements: StatementCache

    /// - Parameter statements: Of the connection that reads or writes.
    package init(_ statements: StatementCache) {
        self.statements = statements
    }

    /// The one row of `head`.
    package struct Head: Sendable {
        /// The right edge of the tree; its size is the last position.
        package let frontier: Frontier
        /// Sum of the bodies' bytes before compression.
        package let bodyBytes: Int64
        /// Sum of the bodies' bytes as stored.
        package let storedBytes: Int64
    }

    /// Where the log ends.
    ///
    /// - Throws: `corrupt` if the row is missing, or its members do not fit each other.
    package func head() throws(StoreError) -> Head {
        let row = try statements.statement(
            "SELECT size, frontier, root, body_bytes, stored_bytes FROM head")
        let head = try row.first { row throws(StoreError) in
            let size = try row.int64(0, .headSize)
            guard let frontier = Frontier(serialized: row.bytes(1)), frontier.size == size,
                frontier.root.bytes == row.bytes(2)
            else {
                throw StoreError(
                    .corrupt,
                    "the table head does not fit the tree: restore the store from a backup")
            }
            return Head(
                frontier: frontier, bodyBytes: try row.int64(3, .headBodyBytes),
                storedBytes: try row.int64(4, .headStoredBytes))
        }
        guard let head else { throw Self.isEmpty }
        return head
    }

    private static var isEmpty: StoreError {
        StoreError(.corrupt, "the table head is empty: restore the store from a backup")
    }

    /// The last position by `head` and by the events themselves; nil if `head` is empty.
    ///
    /// - Throws: `corrupt` for a number that no store writes.
    func sizes() throws(StoreError) -> (head: Int64, events: Int64)? {
        let row = try statements.statement(
            "SELECT size, (SELECT max(position) FROM events) FROM head")
        return try row.first { row throws(StoreError) in
            (try row.int64(0, .headSize), row.int64(1))
        }
    }

    /// Number of events and sums of their bodies' bytes, before compression and as stored.
    ///
    /// - Throws: `corrupt` if the row is missing, or for a number that no store writes.
    func totals() throws(StoreError) -> (events: Int64, bodyBytes: Int64, storedBytes: Int64) {
        let row = try statements.statement("SELECT size, body_bytes, stored_bytes FROM head")
        let totals = try row.first { row throws(StoreError) in
            (
                try row.int64(0, .headSize), try row.int64(1, .headBodyBytes),
                try row.int64(2, .headStoredBytes)
            )
        }
        guard let totals else { throw Self.isEmpty }
        return totals
    }

    /// Writes the row of an empty log into a new store.
    func insertHead(_ frontier: Frontier) throws(StoreError) {
        let row = try statements.statement(
            """
            INSERT INTO head (size, frontier, root, body_bytes, stored_bytes)
            VALUES (0, ?, ?, 0, 0)
            """)
        row.bind(1, frontier.serialized)
        row.bind(2, frontier.root.bytes)
        try row.run()
    }

    /// Writes where the log ends.
    ///
    /// - Throws: `corrupt` if there is no row to write it to.
    func update(_ head: Head) throws(StoreError) {
        let row = try statements.statement(
            "UPDATE head SET size = ?, frontier = ?, root = ?, body_bytes = ?, stored_bytes = ?")
        row.bind(1, head.frontier.size)
        row.bind(2, head.frontier.serialized)
        row.bind(3, head.frontier.root.bytes)
        row.bind(4, head.bodyBytes)
        row.bind(5, head.storedBytes)
        try row.runOnOneRow(of: "head")
    }

    /// Writes the row of `head` as it is, so that there is something to commit.
    func rewriteHead() throws(StoreError) {
        try statements.statement("UPDATE head SET size = size").runOnOneRow(of: "head")
    }

    /// Writes complete subtrees.
    func insert(_ nodes: [CompletedNode]) throws(StoreError) {
        guard !nodes.isEmpty else { return }
        let row = try statements.statement("INSERT INTO tree (level, n, hash) VALUES (?, ?, ?)")
        for node in nodes {
            row.bind(1, Int64(node.level))
            row.bind(2, node.n)
            row.bind(3, node.hash.bytes)
            try row.run()
        }
    }

    /// The hashes of complete subtrees of a level, in the order of their places.
    package func hashes(level: Int64, _ places: Range<Int64>) throws(StoreError) -> [[UInt8]] {
        try nodes(level: level, places).map(\.hash)
    }

    /// The same with the place of each.
    func nodes(
        level: Int64, _ places: Range<Int64>
    ) throws(StoreError) -> [(place: Int64, hash: [UInt8])] {
        let rows = try statements.statement(
            "SELECT n, hash FROM tree WHERE level = ? AND n >= ? AND n < ? ORDER BY n")
        rows.bind(1, level)
        rows.bind(2, places.lowerBound)
        rows.bind(3, places.upperBound)
        return try rows.map { row throws(StoreError) in (row.int64(0), row.bytes(1)) }
    }
}
