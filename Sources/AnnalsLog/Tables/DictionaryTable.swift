import AnnalsCodec
package import AnnalsModel

/// The tables `dictionaries` and `dictionary_sources`.
package struct DictionaryTable {
    private let statements: StatementCache

    /// - Parameter statements: Of the connection that reads or writes.
    package init(_ statements: StatementCache) {
        self.statements = statements
    }

    /// How a dictionary came to be.
    struct Origin {
        /// When it was made, in µs since 1970 UTC.
        let madeAt: Int64?
        /// Body bytes of the log by then.
        let bodyBytes: Int64
        /// Ids of the streams whose bodies it quotes.
        let streams: Set<Int64>
    }

    /// A dictionary; nil if there is none of that id.
    func dictionary(_ id: Int64) throws(StoreError) -> BodyDictionary? {
        let row = try statements.statement("SELECT bytes FROM dictionaries WHERE id = ?")
        row.bind(1, id)
        return try row.first { row throws(StoreError) in
            BodyDictionary(id: id, bytes: row.bytes(0))
        }
    }

    /// Writes a dictionary.
    func insert(_ dictionary: BodyDictionary, _ origin: Origin) throws(StoreError) {
        let row = try statements.statement(
            "INSERT INTO dictionaries (id, bytes, made_at, body_bytes) VALUES (?, ?, ?, ?)")
        row.bind(1, dictionary.id)
        row.bind(2, dictionary.bytes)
        row.bind(3, origin.madeAt)
        row.bind(4, origin.bodyBytes)
        try row.run()
        let source = try statements.statement(
            "INSERT INTO dictionary_sources (dictionary, stream) VALUES (?, ?)")
        for stream in origin.streams.sorted() {
            source.bind(1, dictionary.id)
            source.bind(2, stream)
            try source.run()
        }
    }

    /// Number of dictionaries.
    func count() throws(StoreError) -> Int64 {
        try statements.integer("SELECT count(*) FROM dictionaries") ?? 0
    }

    /// Sum of their bytes.
    func bytes() throws(StoreError) -> Int64 {
        try statements.integer("SELECT sum(length(bytes)) FROM dictionaries") ?? 0
    }

    /// Id of the newest dictionary and the body bytes at which it was trained; 0 if there is none.
    func newest() throws(StoreError) -> (id: Int64, trainedAt: Int64) {
        let id = try statements.integer(.lastDictionary, "SELECT max(id) FROM dictionaries")
        let trainedAt = try statements.integer(
            .trainedAt, "SELECT body_bytes FROM dictionaries ORDER BY id DESC LIMIT 1")
        return (id ?? 0, trainedAt ?? 0)
    }

    /// Ids of the dictionaries, in order.
    package func ids() throws(StoreError) -> [Int64] {
        try statements.statement("SELECT id FROM dictionaries ORDER BY id").map { $0.int64(0) }
    }

    /// Ids of the dictionaries that were trained from bodies of some streams, or may have been
    /// since nothing says from which they were, in order.
    package func ids(quoting streams: Set<Int64>) throws(StoreError) -> [Int64] {
        let rows = try statements.statement(
            """
            SELECT id FROM dictionaries AS d
            WHERE EXISTS (
                SELECT 1 FROM dictionary_sources AS s WHERE s.dictionary = d.id
                AND s.stream IN (SELECT value FROM json_each(?)))
            OR length(bytes) > 0
                AND NOT EXISTS (SELECT 1 FROM dictionary_sources AS s WHERE s.dictionary = d.id)
            ORDER BY id
            """)
        rows.bind(1, ResolvedQuery.json(streams.sorted()))
        return try rows.map { $0.int64(0) }
    }

    /// Ids of the streams that a dictionary is said to quote.
    func sources(of id: Int64) throws(StoreError) -> Set<Int64> {
        let rows = try statements.statement(
            "SELECT stream FROM dictionary_sources WHERE dictionary = ?")
        rows.bind(1, id)
        return Set(try rows.map { $0.int64(0) })
    }

    /// Every dictionary but some, with what is known of its training, in order.
    func all(but ids: Set<Int64>) throws(StoreError) -> [QuoteSearch.Quoted] {
        let rows = try statements.statement(
            "SELECT id, bytes, body_bytes, made_at FROM dictionaries ORDER BY id")
        return try rows.map { row in
            QuoteSearch.Quoted(
                dictionary: BodyDictionary(id: row.int64(0), bytes: row.bytes(1)),
                bodyBytes: row.int64(2), madeAt: row.int64(3))
        }.filter { !ids.contains($0.dictionary.id) }
    }

    /// Removes a dictionary that no body needs any more.
    func remove(_ id: Int64) throws(StoreError) {
        try statements.run("DELETE FROM dictionary_sources WHERE dictionary = ?", id)
        try statements.run("DELETE FROM dictionaries WHERE id = ?", id)
    }
}
