import AnnalsLog
import AnnalsModel
import AnnalsTesting
import GRDBSQLite
import Testing

@testable import AnnalsProjections

/// The law: after every event the row equals a row made from the stream's document.
@Suite(.storesChecked) struct MergeLawTests {
    private static let names = ["a", "b", "c", "d", "id", "rest", "doc", "é", "e\u{301}"]
    private static let pointers = ["/a", "/b", "/c", "/d", "/x", "/x/y", "/x/y/z", "/é", "/a/0"]
    private static let types = ["TEXT", "INTEGER", "REAL", "BLOB", "ANY"]
    private static let values: [JSONValue] = [
        nil, true, false, 0, 5, -7, "", "text", "12", " 1e2 ", "1.5", "0x1", "nul\u{0}l", [], [1],
        [:], ["y": 1], ["y": ["z": "deep"]], ["y": nil],
        number("3.0"), number("2.5"), number("1e2"), number("9007199254740993"),
        number("9223372036854775807"), number("9223372036854775808"), number("1e400"),
        number("0.1"), number("97.599999999999994"), number("0e99999999999"),
        number("0.10000000000000000001"), number("1755609528.3028297"), number("-0"),
    ]

    private static func number(_ literal: String) -> JSONValue {
        JSONNumber(literal: literal).map { .number($0) } ?? .null
    }

    /// A column, its type and where it looks.
    private struct Column {
        let name: String
        let type: String
        let pointers: [String]
    }

    @Test func everyRowEqualsItsDocument() throws {
        try checkProperty(times: 150) { random in
            let columns = try Self.columns(&random)
            let strict = !random.once(in: 4)
            let pattern = random.element(of: [
                "task.*", "task.*, task.created", "*", "*.made, task.*",
            ])
            let tables = try MemoryTables(Self.source(columns, isStrict: strict, pattern, &random))
            for _ in 0..<25 {
                let stream = random.element(of: ["task/T", "task/U"])
                let change = try Self.change(&random)
                try tables.apply(stream, random.element(of: ["task.made", "task.created"]), change)
                try Self.check(tables, stream, columns, isStrict: strict)
            }
            #expect(tables.failures.isEmpty)
        }
    }

    @Test func rowsThatWaitedEqualTheirDocuments() throws {
        try checkProperty(times: 150) { random in
            let columns = try Self.columns(&random)
            let strict = !random.once(in: 4)
            let pattern = random.element(of: ["task.*", "*"])
            let tables = try MemoryTables(Self.source(columns, isStrict: strict, pattern, &random))
            for _ in 0..<5 {
                tables.applier.gather()
                for _ in 0..<random.number(1...9) {
                    try tables.apply(
                        random.element(of: ["task/T", "task/U"]), "task.made",
                        try Self.change(&random))
                }
                let refusal = try tables.applier.writeGathered(strict: true) { _ in }
                #expect(refusal == nil)
                try Self.check(tables, "task/T", columns, isStrict: strict)
                try Self.check(tables, "task/U", columns, isStrict: strict)
            }
            #expect(tables.failures.isEmpty)
        }
    }

    /// Where somebody changed the tables, the event is found that is refused.
    @Test func aRowThatWaitedMayBeRefused() throws {
        let source = """
            CREATE TABLE t (id TEXT PRIMARY KEY, a TEXT, b TEXT) STRICT;
            -- on task.*: merge into t key id
            """
        for isStrict in [true, false] {
            let tables = try MemoryTables(source)
            try tables.apply("task/T", "task.made", ["a": "1", "b": "1"])
            try tables.run(
                "CREATE TRIGGER g BEFORE UPDATE OF b ON t WHEN new.b = 'bad'"
                    + " BEGIN SELECT RAISE(ABORT, 'no'); END")
            tables.applier.gather()
            try tables.apply("task/T", "task.made", ["a": "2"])
            try tables.apply("task/T", "task.made", ["b": "bad"])
            try tables.apply("task/T", "task.made", ["a": "3"])
            var noted: [Int64] = []
            let refusal = try tables.applier.writeGathered(strict: isStrict) {
                noted.append($0.position)
            }
            #expect(refusal?.position == (isStrict ? 3 : nil))
            #expect(refusal?.error.code == (isStrict ? .projectionRefused : nil))
            #expect(noted == (isStrict ? [] : [3, 4]))
        }
    }

    // MARK: What is tried

    private static func columns(_ random: inout SeededRandom) throws -> [Column] {
        names.filter { !["id", "rest", "doc"].contains($0) }.compactMap { name in
            if random.once(in: 4) { return nil }
            let count = Int.random(in: 0...3, using: &random)
            return Column(
                name: name, type: random.element(of: types),
                pointers: (0..<count).map { _ in random.element(of: pointers) })
        }
    }

    private static func source(
        _ columns: [Column], isStrict: Bool, _ pattern: String, _ random: inout SeededRandom
    ) -> String {
        let declared = columns.map {
            "\"\($0.name)\" \(isStrict || $0.type != "ANY" ? $0.type : "")"
        }
        let from = columns.filter { !$0.pointers.isEmpty }
            .map { ",\n--     \"\($0.name)\" from \($0.pointers.joined(separator: ", "))" }
        return """
            CREATE TABLE t (id TEXT PRIMARY KEY, \(declared.map { $0 + ", " }.joined())
                rest TEXT, doc TEXT)\(isStrict ? " STRICT" : "");
            -- on \(pattern): merge into t key id rest rest document doc\(from.joined())
            """
    }

    private static func change(_ random: inout SeededRandom) throws -> Change {
        if random.once(in: 12) { return Change(deleted: true) }
        var change = Change()
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            change.data[random.element(of: names + ["x", "other"])] = random.element(of: values)
        }
        for _ in 0..<Int.random(in: 0...2, using: &random) where random.once(in: 2) {
            change.unset.append(try JSONPointer(random.element(of: pointers + ["/id", "/other"])))
        }
        return change
    }

    // MARK: What must come out

    private static func check(
        _ tables: MemoryTables, _ stream: String, _ columns: [Column], isStrict: Bool
    ) throws {
        let id = String(stream.dropFirst(5))
        let names = (columns.map(\.name) + ["rest", "doc"]).map { "\"\($0)\"" }
            .joined(separator: ", ")
        let rows = try tables.rows("SELECT \(names) FROM t WHERE id = '\(id)'")
        guard let document = try tables.document(stream) else {
            #expect(rows.isEmpty)
            return
        }
        var expected: [SQLValue] = []
        var taken: [String] = []
        for column in columns {
            let pointers = column.pointers.isEmpty ? ["/\(column.name)"] : column.pointers
            let found = try pointers.map { ($0, try document.value(at: JSONPointer($0)) ?? .null) }
            let winner = found.first { $0.1 != .null }?.0
            let value = found.first { $0.1 != .null }?.1
            let stored: SQLValue? =
                if let value { try Self.stored(value, in: column.type, isStrict: isStrict) } else {
                    nil
                }
            expected.append(stored ?? .null)
            if stored != nil, let winner { taken.append(winner) }
        }
        var rest = JSONObject()
        for (key, value) in document
        where !taken.contains(where: { $0.hasSameBytes(as: "/\(key)") }) {
            rest[key] = value
        }
        expected += [.text(rest.compact), .text(document.compact)]
        #expect(rows == [expected], "\(document)")
    }

    /// What SQLite itself makes of a value, or nil if it refuses it or rounds a number.
    private static func stored(
        _ value: JSONValue, in type: String, isStrict: Bool
    ) throws -> SQLValue? {
        let bound: SQLValue =
            switch value {
            case .null: .null
            case .bool(let bool): .integer(bool ? 1 : 0)
            case .string(let text): .text(text)
            case .array, .object: .text(value.compact)
            case .number(let number): literals[number.literal]?.bound ?? .null
            }
        if type == "TEXT", let number = value.asNumber { return .text(number.literal) }
        if isStrict, let number = value.asNumber, let outcome = literals[number.literal] {
            if type == "INTEGER" { return outcome.integer }
            if type == "REAL" { return outcome.real }
        }
        return try column(type, isStrict: isStrict, holding: bound)
    }

    /// What becomes of each number: bound, in an INTEGER and in a REAL column of a STRICT table.
    private static let literals: [String: (bound: SQLValue, integer: SQLValue?, real: SQLValue?)] =
        [
            "0": (0, 0, 0.0), "5": (5, 5, 5.0), "-7": (-7, -7, -7.0), "1": (1, 1, 1.0),
            "3.0": (3.0, 3, 3.0), "2.5": (2.5, .none, 2.5), "1e2": (100.0, 100, 100.0),
            "9007199254740993": (9_007_199_254_740_993, 9_007_199_254_740_993, .none),
            "9223372036854775807": (9_223_372_036_854_775_807, 9_223_372_036_854_775_807, .none),
            "9223372036854775808": ("9223372036854775808", .none, .none),
            "1e400": ("1e400", .none, .none), "0.1": (0.1, .none, 0.1),
            "0.10000000000000000001": ("0.10000000000000000001", .none, .none),
            "1755609528.3028297": (1755609528.3028297, .none, 1755609528.3028297),
            "-0": (0, 0, 0.0), "97.599999999999994": (97.6, .none, 97.6),
            "0e99999999999": (0.0, 0, 0.0),
        ]

    private static func column(
        _ type: String, isStrict: Bool, holding value: SQLValue
    ) throws -> SQLValue? {
        var connection: OpaquePointer?
        guard sqlite3_open(":memory:", &connection) == SQLITE_OK, let connection else { return nil }
        defer { sqlite3_close(connection) }
        let declared = isStrict || type != "ANY" ? type : ""
        try Statement(connection, "CREATE TABLE t (x \(declared))\(isStrict ? " STRICT" : "")")
            .run()
        let insert = try Statement(connection, "INSERT INTO t VALUES (?)")
        switch value {
        case .null: insert.bind(1, nil as Int64?)
        case .integer(let value): insert.bind(1, value)
        case .real(let value): sqlite3_bind_double(insert.handle, 1, value)
        case .text(let value): insert.bind(1, value)
        }
        guard (try? insert.run()) != nil else { return nil }
        let row = try Statement(connection, "SELECT x FROM t")
        _ = try row.step()
        switch sqlite3_column_type(row.handle, 0) {
        case SQLITE_INTEGER: return .integer(row.int64(0))
        case SQLITE_FLOAT: return .real(sqlite3_column_double(row.handle, 0))
        case SQLITE_NULL: return .null
        default: return .text(row.text(0))
        }
    }
}
