import AnnalsLog
import AnnalsModel
import AnnalsProjections
import GRDBSQLite
import Testing

/// A value as SQLite stores it.
enum SQLValue: Equatable, CustomStringConvertible {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)

    var description: String {
        switch self {
        case .null: "NULL"
        case .integer(let value): "\(value)"
        case .real(let value): "\(value)"
        case .text(let value): "'\(value)'"
        }
    }
}

extension SQLValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByNilLiteral
{
    init(stringLiteral value: String) { self = .text(value) }
    init(integerLiteral value: Int64) { self = .integer(value) }
    init(floatLiteral value: Double) { self = .real(value) }
    init(nilLiteral: ()) { self = .null }
}

/// The tables of some projections in memory, and the events that made them.
final class MemoryTables {
    let connection: OpaquePointer
    let definitions: [ProjectionDefinition]
    private(set) var applier: ProjectionApplier
    private var documents: [StreamName: JSONObject] = [:]
    private var versions: [StreamName: Int64] = [:]
    private(set) var events: [ProjectedEvent] = []
    private(set) var failures: [RefusedEvent] = []

    init(_ definitions: [ProjectionDefinition]) throws {
        var connection: OpaquePointer?
        guard sqlite3_open(":memory:", &connection) == SQLITE_OK, let connection else {
            throw StoreError(.io, "no database in memory")
        }
        self.connection = connection
        self.definitions = definitions
        applier = ProjectionApplier(connection, definitions)
        try run("BEGIN")
        for definition in definitions {
            for object in definition.objects { try run(object.sql) }
        }
    }

    convenience init(_ source: String) throws {
        try self.init([try ProjectionDefinition(name: "sample", source: source)])
    }

    deinit {
        applier = ProjectionApplier(connection, [])
        sqlite3_close(connection)
    }

    func run(_ sql: String) throws {
        var words: UnsafeMutablePointer<CChar>?
        guard sqlite3_exec(connection, sql, nil, nil, &words) == SQLITE_OK else {
            defer { sqlite3_free(words) }
            throw StoreError(.sqlRefused, words.map { String(cString: $0) } ?? "")
        }
    }

    func rows(_ sql: String) throws -> [[SQLValue]] {
        var statement: OpaquePointer?
        defer { sqlite3_finalize(statement) }
        guard sqlite3_prepare_v2(connection, sql, -1, &statement, nil) == SQLITE_OK else {
            throw StoreError(.sqlRefused, String(cString: sqlite3_errmsg(connection)))
        }
        var rows: [[SQLValue]] = []
        while sqlite3_step(statement) == SQLITE_ROW {
            rows.append(
                (0..<sqlite3_column_count(statement)).map { column in
                    switch sqlite3_column_type(statement, column) {
                    case SQLITE_NULL: .null
                    case SQLITE_INTEGER: .integer(sqlite3_column_int64(statement, column))
                    case SQLITE_FLOAT: .real(sqlite3_column_double(statement, column))
                    default:
                        .text(
                            String(
                                decoding: UnsafeRawBufferPointer(
                                    start: sqlite3_column_blob(statement, column),
                                    count: Int(sqlite3_column_bytes(statement, column))),
                                as: UTF8.self))
                    }
                })
        }
        return rows
    }

    /// The document of a stream after the events so far.
    func document(_ stream: String) throws -> JSONObject? {
        documents[try StreamName(stream)]
    }

    /// Makes an event of a change and applies it.
    func apply(
        _ stream: String, _ type: String, _ change: Change, strictly: Bool = false
    ) throws {
        let name = try StreamName(stream)
        let before = documents[name]
        let after = change.applied(to: before)
        let event = ProjectedEvent(
            position: Int64(events.count + 1), stream: name,
            version: versions[name, default: 0] + 1,
            type: try EventType(type), actor: try Actor("tester", kind: .human), cycle: 7,
            recordedAt: Timestamp(microseconds: Int64(events.count)), change: change,
            before: before, after: after)
        if strictly {
            try applier.applyStrictly(event)
        } else {
            failures += try applier.applyLeniently(event)
        }
        events.append(event)
        documents[name] = after
        versions[name] = event.version
    }

    /// Makes an event that merges data and applies it.
    func apply(_ stream: String, _ type: String, _ data: JSONObject) throws {
        try apply(stream, type, Change(data: data))
    }

    /// The same tables made from the same events again.
    func replayed() throws -> MemoryTables {
        let copy = try MemoryTables(definitions)
        for event in events { copy.failures += try copy.applier.applyLeniently(event) }
        return copy
    }
}
