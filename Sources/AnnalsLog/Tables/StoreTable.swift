package import AnnalsModel

/// The table `store`: who this store is and what it comes from.
package struct StoreTable {
    private let statements: StatementCache

    /// - Parameter statements: Of the connection that reads or writes.
    package init(_ statements: StatementCache) {
        self.statements = statements
    }

    /// The one row.
    package struct Row: Sendable {
        /// 16 bytes.
        package let id: [UInt8]
        /// Name of the log in checkpoints.
        package let origin: String
        /// When it was made.
        package let createdAt: Timestamp
    }

    /// The store of which this one is a beginning.
    package struct Parent: Sendable {
        /// Its id.
        package let id: [UInt8]
        /// Position of the last event that was taken along.
        package let position: Int64
        /// Root of the tree then.
        package let root: [UInt8]

        /// Names a store and a place in it.
        package init(id: [UInt8], position: Int64, root: [UInt8]) {
            self.id = id
            self.position = position
            self.root = root
        }
    }

    /// Who this store is.
    ///
    /// - Throws: `corrupt` if the row is missing.
    package func row() throws(StoreError) -> Row {
        let row = try statements.statement("SELECT id, origin, created_at FROM store")
        let found = try row.first { row throws(StoreError) in
            Row(
                id: row.bytes(0), origin: row.text(1),
                createdAt: Timestamp(microseconds: row.int64(2)))
        }
        guard let found else {
            throw StoreError(.corrupt, "the table store is empty: restore the store from a backup")
        }
        return found
    }

    /// Its id as lower-case hexadecimal digits; empty if the row is missing.
    package func hexID() throws(StoreError) -> String {
        let row = try statements.statement("SELECT lower(hex(id)) FROM store")
        return try row.first { $0.text(0) } ?? ""
    }

    /// Writes who a new store is, whose events begin at position 1.
    func insert(_ store: Row) throws(StoreError) {
        let row = try statements.statement(
            """
            INSERT INTO store (id, origin, created_at, first_position)
            VALUES (?, ?, ?, 1)
            """)
        row.bind(1, store.id)
        row.bind(2, store.origin)
        row.bind(3, store.createdAt.microseconds)
        try row.run()
    }

    /// Writes a name, and what the store comes from.
    ///
    /// - Throws: `corrupt` if the row is missing.
    package func update(origin: String, _ parent: Parent) throws(StoreError) {
        let row = try statements.statement(
            "UPDATE store SET origin = ?, forked_from = ?, forked_at = ?, forked_root = ?")
        row.bind(1, origin)
        row.bind(2, parent.id)
        row.bind(3, parent.position)
        row.bind(4, parent.root)
        try row.runOnOneRow(of: "store")
    }
}
