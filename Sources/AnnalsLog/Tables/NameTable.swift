import AnnalsModel

/// The ids of one kind of names, each given at the first use of its name.
///
/// It knows what is in the file and what the running transaction added, and forgets the latter when
/// that is undone.
struct NameTable<Key: Hashable> {
    /// How a table of names is asked and written.
    struct SQL {
        /// Selects the id of the name whose columns are its parameters.
        let selection: String
        /// Inserts an id, the first parameter, with the columns of a name.
        let insertion: String
        /// Selects the largest id.
        let last: String
        /// What can be there.
        let column: StoredColumn
        /// Binds the columns of a name, from a parameter on.
        let bind: (Statement, Int32, Key) -> Void
    }

    private let sql: SQL
    private var ids: [Key: Int64] = [:]
    /// What the running transaction added, in order.
    private var added: [Key] = []
    private var last: Int64 = 0
    /// The largest id before the transaction, and how much it had added by the mark.
    private var lastCommitted: Int64 = 0
    private var mark: (count: Int, last: Int64) = (0, 0)

    init(_ sql: SQL) {
        self.sql = sql
    }

    /// The id of a name, given now if it has none.
    mutating func id(for key: Key, _ statements: StatementCache) throws(StoreError) -> Int64 {
        if let known = ids[key] { return known }
        let selection = try statements.statement(sql.selection)
        sql.bind(selection, 1, key)
        let found = try selection.first { row throws(StoreError) in row.int64(0) }
        let id: Int64
        if let found {
            id = found
        } else {
            let insertion = try statements.statement(sql.insertion)
            insertion.bind(1, last + 1)
            sql.bind(insertion, 2, key)
            try insertion.run()
            last += 1
            id = last
        }
        ids[key] = id
        added.append(key)
        return id
    }

    /// Forgets all names and reads the largest id, because somebody else may have written.
    ///
    /// - Throws: `corrupt` if that is no id.
    mutating func reload(_ statements: StatementCache) throws(StoreError) {
        ids = [:]
        added = []
        last = try statements.integer(sql.column, sql.last) ?? 0
        lastCommitted = last
        mark = (0, last)
    }

    /// Marks the start of a part of the transaction that may be undone alone.
    mutating func setMark() {
        mark = (added.count, last)
    }

    /// Forgets what was added since the mark.
    mutating func rollBackToMark() {
        for key in added[mark.count...] { ids[key] = nil }
        added.removeSubrange(mark.count...)
        last = mark.last
    }

    /// Keeps or forgets what the transaction added.
    mutating func end(committed isCommitted: Bool) {
        if isCommitted {
            lastCommitted = last
            if ids.count > Limits.cachedNamesMax { ids = [:] }
        } else {
            for key in added { ids[key] = nil }
            last = lastCommitted
        }
        added.removeAll(keepingCapacity: true)
        mark = (0, last)
    }
}

/// The names that events have beside their streams'.
struct EventNames {
    private var types = NameTable<ExactString>(
        .named("event_types", .lastType))
    private var correlations = NameTable<ExactString>(
        .named("correlations", .lastCorrelation))
    private var actors = NameTable<Actor>(
        NameTable.SQL(
            selection: "SELECT id FROM actors WHERE name = ? AND kind = ?",
            insertion: "INSERT INTO actors (id, name, kind) VALUES (?, ?, ?)",
            last: "SELECT max(id) FROM actors", column: .lastActor,
            bind: { statement, first, actor in
                statement.bind(first, actor.name)
                statement.bind(first + 1, actor.kind.rawValue)
            }))

    /// The ids of an event's names.
    mutating func ids(
        of event: SealedEvent, stream: Int64, _ statements: StatementCache
    ) throws(StoreError) -> EventTable.Names {
        EventTable.Names(
            stream: stream, type: try types.id(for: ExactString(event.type.name), statements),
            actor: try actors.id(for: event.actor, statements),
            correlation: try event.correlation.map { name throws(StoreError) in
                try correlations.id(for: ExactString(name), statements)
            })
    }

    /// Forgets all, because somebody else may have written.
    mutating func reload(_ statements: StatementCache) throws(StoreError) {
        try types.reload(statements)
        try actors.reload(statements)
        try correlations.reload(statements)
    }

    /// Marks the start of a part of the transaction that may be undone alone.
    mutating func setMark() {
        types.setMark()
        actors.setMark()
        correlations.setMark()
    }

    /// Forgets what was added since the mark.
    mutating func rollBackToMark() {
        types.rollBackToMark()
        actors.rollBackToMark()
        correlations.rollBackToMark()
    }

    /// Keeps or forgets what the transaction added.
    mutating func end(committed isCommitted: Bool) {
        types.end(committed: isCommitted)
        actors.end(committed: isCommitted)
        correlations.end(committed: isCommitted)
    }
}

extension NameTable.SQL where Key == ExactString {
    /// A table of ids and one name each.
    fileprivate static func named(_ table: String, _ column: StoredColumn) -> Self {
        Self(
            selection: "SELECT id FROM \(table) WHERE name = ?",
            insertion: "INSERT INTO \(table) (id, name) VALUES (?, ?)",
            last: "SELECT max(id) FROM \(table)", column: column,
            bind: { statement, first, name in statement.bind(first, name.text) })
    }
}
