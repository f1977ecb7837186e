import AnnalsModel

/// A table that gives names ids: `event_types`, `actors` or `correlations`.
///
/// ``NameIDs`` keeps the ids of a writer's names, ``NameReader`` the names of a reader's ids.
struct NameTable<Name> {
    private let statements: StatementCache
    private let sql: SQL

    /// How a table of names is asked and written.
    struct SQL: Sendable {
        /// The table.
        let table: String
        /// What one of its rows is, for error sentences.
        let noun: String
        /// The columns of a name.
        let columns: [String]
        /// What ids can be there.
        let id: StoredColumn
        /// Binds the columns of a name, from a parameter on.
        let bind: @Sendable (Statement, Int32, Name) -> Void
        /// Reads the name of an id from its columns, which are the first.
        let read: @Sendable (Statement, Int64) throws(StoreError) -> Name
        /// Selects the id of the name whose columns are its parameters.
        let selection: String
        /// Inserts an id, the first parameter, with the columns of a name.
        let insertion: String

        init(
            table: String, noun: String, columns: [String], id: StoredColumn,
            bind: @escaping @Sendable (Statement, Int32, Name) -> Void,
            read: @escaping @Sendable (Statement, Int64) throws(StoreError) -> Name
        ) {
            self.table = table
            self.noun = noun
            self.columns = columns
            self.id = id
            self.bind = bind
            self.read = read
            // Made once: both are asked for with every new name.
            let isName = columns.map { "\($0) = ?" }.joined(separator: " AND ")
            selection = "SELECT id FROM \(table) WHERE \(isName)"
            let marks = columns.map { _ in ", ?" }.joined()
            insertion = "INSERT INTO \(table) (id, \(columns.list)) VALUES (?\(marks))"
        }
    }

    /// - Parameter statements: Of the connection that reads or writes.
    init(_ sql: SQL, _ statements: StatementCache) {
        self.sql = sql
        self.statements = statements
    }

    /// The id of a name; nil if it has none.
    func id(of name: Name) throws(StoreError) -> Int64? {
        let row = try statements.statement(sql.selection)
        sql.bind(row, 1, name)
        return try row.first { row throws(StoreError) in row.int64(0) }
    }

    /// Gives a name an id.
    func insert(_ id: Int64, _ name: Name) throws(StoreError) {
        let row = try statements.statement(sql.insertion)
        row.bind(1, id)
        sql.bind(row, 2, name)
        try row.run()
    }

    /// The name of an id.
    ///
    /// - Throws: `corrupt` if there is none.
    func name(of id: Int64) throws(StoreError) -> Name {
        let row = try statements.statement(
            "SELECT \(sql.columns.list) FROM \(sql.table) WHERE id = ?")
        row.bind(1, id)
        guard let name = try row.first({ row throws(StoreError) in try sql.read(row, id) }) else {
            throw StoreError(
                .corrupt,
                "the \(sql.noun) \(id) has no name: restore the store from a backup")
        }
        return name
    }

    /// Every id with its name, in the order of ids.
    func rows() throws(StoreError) -> [(id: Int64, name: Name)] {
        let rows = try statements.statement(
            "SELECT \(sql.columns.list), id FROM \(sql.table) ORDER BY id")
        return try rows.map { row throws(StoreError) in
            let id = row.int64(Int32(sql.columns.count))
            return (id, try sql.read(row, id))
        }
    }

    /// Ids of the rows whose column `name` is this.
    func ids(named name: String) throws(StoreError) -> [Int64] {
        let rows = try statements.statement("SELECT id FROM \(sql.table) WHERE name = ?")
        rows.bind(1, name)
        return try rows.map { $0.int64(0) }
    }

    /// The largest id; 0 if there is none.
    ///
    /// - Throws: `corrupt` if that is no id.
    func lastID() throws(StoreError) -> Int64 {
        try statements.integer(sql.id, "SELECT max(id) FROM \(sql.table)") ?? 0
    }

    /// Number of names.
    func count() throws(StoreError) -> Int64 {
        try statements.integer("SELECT count(*) FROM \(sql.table)") ?? 0
    }
}

/// The three tables of names.
private enum NameTables {
    static let types = named("event_types", "event type", .lastType)
    static let correlations = named("correlations", "correlation", .lastCorrelation)
    static let actors = NameTable<Actor>.SQL(
        table: "actors", noun: "actor", columns: ["name", "kind"], id: .lastActor,
        bind: { statement, first, actor in
            statement.bind(first, actor.name)
            statement.bind(first + 1, actor.kind.rawValue)
        },
        read: { row, id throws(StoreError) in
            guard let kind = Actor.Kind(rawValue: row.text(1)) else {
                throw StoreError(
                    .corrupt,
                    "actor \(id) has a kind that does not exist: restore the store from a backup")
            }
            return try Actor(row.text(0), kind: kind)
        })

    private static func named(
        _ table: String, _ noun: String, _ id: StoredColumn
    ) -> NameTable<ExactString>.SQL {
        NameTable<ExactString>.SQL(
            table: table, noun: noun, columns: ["name"], id: id,
            bind: { statement, first, name in statement.bind(first, name.text) },
            read: { row, _ throws(StoreError) in ExactString(row.text(0)) })
    }
}

extension NameTable.SQL where Name == ExactString {
    /// Names of event types.
    static var types: Self { NameTables.types }
    /// Names of correlations.
    static var correlations: Self { NameTables.correlations }
}

extension NameTable.SQL where Name == Actor {
    /// Names and kinds of actors.
    static var actors: Self { NameTables.actors }
}

extension [String] {
    /// Columns as a list of SQL.
    fileprivate var list: String { joined(separator: ", ") }
}
