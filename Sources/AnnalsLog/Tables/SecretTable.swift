package import AnnalsIntegrity
package import AnnalsModel

/// A secret of a stream with the first version of its epoch.
package struct EpochSecret: Sendable {
    /// The first version whose salt is derived from it.
    package let fromVersion: Int64
    /// 16 bytes.
    package let secret: StreamSecret

    /// Puts a secret to an epoch.
    package init(fromVersion: Int64, secret: StreamSecret) {
        self.fromVersion = fromVersion
        self.secret = secret
    }
}

/// The tables `secrets` and `salts`.
package struct SecretTable {
    private let statements: StatementCache

    /// - Parameter statements: Of the connection that reads or writes.
    package init(_ statements: StatementCache) {
        self.statements = statements
    }

    /// Gives the secrets of streams to a closure, by stream and in the order of their epochs.
    ///
    /// One that is not 16 bytes long is passed over.
    func forEach(
        ofStreams ids: ClosedRange<Int64>,
        _ body: (_ stream: Int64, EpochSecret) throws(StoreError) -> Void
    ) throws(StoreError) {
        let rows = try statements.statement(
            """
            SELECT stream, from_version, secret FROM secrets
            WHERE stream BETWEEN ? AND ? ORDER BY stream, from_version
            """)
        rows.bind(1, ids.lowerBound)
        rows.bind(2, ids.upperBound)
        try rows.forEachRow { row throws(StoreError) in
            guard let secret = StreamSecret(bytes: row.bytes(2)) else { return }
            try body(row.int64(0), EpochSecret(fromVersion: row.int64(1), secret: secret))
        }
    }

    /// The last epoch of a stream; nil if there is none, or its secret is not 16 bytes long.
    func lastEpoch(ofStream stream: Int64) throws(StoreError) -> EpochSecret? {
        let row = try statements.statement(
            """
            SELECT from_version, secret FROM secrets
            WHERE stream = ? ORDER BY from_version DESC LIMIT 1
            """)
        row.bind(1, stream)
        let epoch = try row.first { row throws(StoreError) in
            StreamSecret(bytes: row.bytes(1)).map {
                EpochSecret(fromVersion: row.int64(0), secret: $0)
            }
        }
        return epoch ?? nil
    }

    /// Writes the secret of an epoch of a stream.
    package func insert(_ epoch: EpochSecret, stream: Int64) throws(StoreError) {
        let row = try statements.statement(
            "INSERT INTO secrets (stream, from_version, secret) VALUES (?, ?, ?)")
        row.bind(1, stream)
        row.bind(2, epoch.fromVersion)
        row.bind(3, epoch.secret.bytes)
        try row.run()
    }

    /// Destroys the secrets of a stream's epochs from a version on.
    package func remove(stream: Int64, from version: Int64) throws(StoreError) {
        try statements.run(
            "DELETE FROM secrets WHERE stream = ? AND from_version >= ?", stream, version)
    }

    /// Replaces a secret by the salts of those events of its epoch that still have a body.
    ///
    /// - Parameter last: The last version of the epoch.
    func replaceBySalts(
        _ epoch: EpochSecret, stream: Int64, through last: Int64
    ) throws(StoreError) {
        let rows = try statements.statement(
            """
            SELECT position FROM events
            WHERE stream = ? AND version >= ? AND version <= ? AND dictionary IS NOT -1
            ORDER BY version
            """)
        rows.bind(1, stream)
        rows.bind(2, epoch.fromVersion)
        rows.bind(3, last)
        let insert = try statements.statement(
            "INSERT OR IGNORE INTO salts (position, salt) VALUES (?, ?)")
        try rows.forEachRow { row throws(StoreError) in
            let position = row.int64(0)
            insert.bind(1, position)
            insert.bind(2, Salt(secret: epoch.secret, position: position).bytes)
            try insert.run()
        }
        try statements.run(
            "DELETE FROM secrets WHERE stream = ? AND from_version = ?", stream, epoch.fromVersion)
    }

    /// Destroys the stored salt of an event, if there is one.
    func removeSalt(at position: Int64) throws(StoreError) {
        try statements.run("DELETE FROM salts WHERE position = ?", position)
    }

    /// Whether any salt is stored.
    func hasSalts() throws(StoreError) -> Bool {
        try statements.integer("SELECT EXISTS (SELECT 1 FROM salts)") == 1
    }

    /// Positions of the events after a position, up to and including another, whose salt is stored.
    func salted(after first: Int64, through last: Int64) throws(StoreError) -> Set<Int64> {
        let rows = try statements.statement(
            "SELECT position FROM salts WHERE position > ? AND position <= ?")
        rows.bind(1, first)
        rows.bind(2, last)
        return Set(try rows.map { $0.int64(0) })
    }

    /// The stored salt of an event; nil if there is none.
    func salt(at position: Int64) throws(StoreError) -> [UInt8]? {
        let row = try statements.statement("SELECT salt FROM salts WHERE position = ?")
        row.bind(1, position)
        return try row.first { row throws(StoreError) in row.bytes(0) }
    }

    /// Copies the stored salts of events up to a position into another store.
    package func copySalts(through position: Int64, to other: SecretTable) throws(StoreError) {
        let rows = try statements.statement("SELECT position, salt FROM salts WHERE position <= ?")
        rows.bind(1, position)
        let insert = try other.statements.statement(
            "INSERT INTO salts (position, salt) VALUES (?, ?)")
        try rows.forEachRow { row throws(StoreError) in
            insert.bindRow(of: row, columns: 2)
            try insert.run()
        }
    }
}
