import AnnalsHistory
import AnnalsLog
import AnnalsModel
import AnnalsProjections
import AnnalsTesting
import GRDB

/// A store with the built-in projections and some more.
struct ProjectedStore {
    let folder: TemporaryDirectory
    let log: EventLog

    init() throws {
        let made = try TestLog(hasTables: true)
        (folder, log) = (made.folder, made.log)
        try ProjectionStore(log: log).installBuiltIns(by: Actor("maria", kind: .human))
    }

    func add(_ definitions: [GeneratedDefinition]) throws {
        for definition in definitions { try add(definition.name, definition.source) }
    }

    func add(_ name: String, _ source: String) throws {
        _ = try ProjectionStore(log: log).add(
            name: name, source: source, by: Actor("maria", kind: .human))
    }

    func rows(_ definitions: [GeneratedDefinition]) throws -> [String: [[String]]] {
        try log.readDatabase { _, db in try Self.rows(definitions, db) }
    }

    /// The rows of every table, each value with its type, in a fixed order.
    static func rows(
        _ definitions: [GeneratedDefinition], _ db: Database
    ) throws -> [String: [[String]]] {
        var found: [String: [[String]]] = [:]
        var names = ["agent_tasks", "agent_workspaces"]
        for definition in definitions {
            let parsed = try ProjectionDefinition(name: definition.name, source: definition.source)
            names += parsed.tables.map(\.name) + parsed.objects(.view).map(\.name)
        }
        for name in names {
            let rows = try Row.fetchAll(db, sql: "SELECT * FROM \"\(name)\"")
            found[name] = rows.map { row in row.databaseValues.map { "\($0)" } }
                .sorted { $0.lexicographicallyPrecedes($1) }
        }
        return found
    }

    /// Names of the tables of definitions, and of two built-in ones.
    static func tables(of definitions: [GeneratedDefinition]) throws -> [String] {
        try ["agent_tasks", "agent_workspaces"]
            + definitions.flatMap { definition in
                try ProjectionDefinition(name: definition.name, source: definition.source).tables
                    .map(\.name)
            }
    }

    /// The rows of a table at a moment, without what is NULL, in a fixed order.
    func rows(of table: String, at position: Int64) throws -> [JSONObject] {
        var (names, rows): ([String], [JSONObject]) = ([], [])
        try History(log: log).query(
            "SELECT * FROM \"\(table)\"", at: .position(position), onColumns: { names = $0 }
        ) { cells in
            var row = JSONObject()
            for (name, value) in zip(names, cells) where value != .null { row[name] = value }
            rows.append(row)
        }
        return rows.inOrder
    }

    // MARK: Work

    /// Appends one event, whatever the tables say.
    @discardableResult
    func append(
        _ stream: String, _ data: JSONObject = [:], unset: [String] = [], deleted: Bool = false,
        by actor: String = "Agent-1", verb: String = "updated", correlation: String? = nil
    ) throws -> Int64 {
        let name = try StreamName(stream)
        var event = NewEvent(
            stream: name, type: try EventType("\(name.category).\(verb)"),
            actor: try Actor(actor),
            change: Change(
                data: data, unset: try unset.map { try JSONPointer($0) }, deleted: deleted))
        event.correlation = correlation
        return try log.append([event], .lenient)[0].position
    }

    func head() throws -> Int64 {
        try log.read { reader in try reader.head() }
    }
}

extension [JSONObject] {
    /// The same objects, sorted by their text with members sorted by name.
    var inOrder: [JSONObject] {
        map { object in
            let members = object.map { "\($0.key) \($0.value.compact)" }.sorted()
            return (object, members.description)
        }
        .sorted { $0.1.utf8.lexicographicallyPrecedes($1.1.utf8) }.map(\.0)
    }
}
