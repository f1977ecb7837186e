import Annals
import AnnalsModel
import Hummingbird

extension Route {
    /// `POST /v1/query`.
    static let query = Route(
        .post, "/v1/query", "query", in: "Tables",
        "Runs one SELECT over the tables of the projections and the view `event_log`.", for: .query,
        [],
        body: BodyDescription([
            (
                .json,
                GivenStatement.schema
            )
        ]),
        [AnswerDescription(.ok, "Rows.", [(.json, QueriedRows.schema)])],
        problems: [.unprocessableContent]
    ) { call in
        let given = try GivenStatement(
            try await call.given(GivenStatement.schema), call.core.options.limits)
        return .json(try await QueriedRows(given, in: call).json)
    }
}

/// A statement that a body holds.
struct GivenStatement: Sendable {
    let sql: String
    let arguments: QueryArguments
    let moment: Moment?
    let limit: Int

    /// The schema of a body that holds one.
    static let schema = JSONSchema.body(
        [
            ("sql", ["type": "string", "minLength": 1]),
            ("arguments", ["type": ["object", "null"], "description": "By parameter."]),
            ("at", JSONSchema.nullable(Schemas.moment)),
            ("limit", ["type": ["integer", "null"], "minimum": 1, "maximum": 10_000]),
        ], required: ["sql"])

    /// Reads a body.
    ///
    /// - Throws: `invalidArgument` for a member of another kind.
    init(_ given: GivenObject, _ limits: ServerLimits) throws(StoreError) {
        sql = try given.text("sql") ?? ""
        arguments = QueryArguments(try given.object("arguments") ?? [:])
        moment = try given.moment("at")
        let most = Int64(limits.queryRows)
        let rows = try given.integer("limit", from: 1) ?? most
        guard rows <= most else {
            throw StoreError(.invalidArgument, "give limit as a whole number from 1 to \(most)")
        }
        limit = Int(rows)
    }

    init(sql: String, arguments: QueryArguments, moment: Moment?, limit: Int) {
        self.sql = sql
        self.arguments = arguments
        self.moment = moment
        self.limit = limit
    }
}

/// The rows of a statement: some, and whether there are more.
struct QueriedRows: Sendable {
    /// The schema of the answer.
    static let schema = JSONSchema.object([
        ("columns", JSONSchema.list(of: ["type": "string"])),
        ("rows", JSONSchema.list(of: ["type": "array"])), ("truncated", ["type": "boolean"]),
    ])

    private var columns: [String] = []
    private var rows: [JSONValue] = []
    private var bytes = 0
    private var isTruncated = false

    /// Thrown where enough was read.
    private struct Enough: Error {}

    /// Runs a statement until there are as many rows, or bytes, as are answered.
    init(_ given: GivenStatement, in call: Call) async throws {
        let limits = call.core.options.limits
        self = try await call.long(isQuestion: true) { store in
            var read = QueriedRows()
            do {
                try read.run(given, limits, in: store)
            } catch is Enough {
                read.isTruncated = true
            }
            return read
        }
    }

    private init() {}

    private mutating func run(
        _ given: GivenStatement, _ limits: ServerLimits, in store: Store
    ) throws {
        var columns: [String] = []
        var rows: [JSONValue] = []
        var bytes = 0
        defer { (self.columns, self.rows) = (columns, rows) }
        func onRow(_ cells: [JSONValue]) throws {
            guard rows.count < given.limit, bytes < limits.pageBytes else { throw Enough() }
            let row = JSONValue.array(cells)
            bytes += row.sizeInShort
            rows.append(row)
        }
        if let moment = given.moment {
            try store.query(
                given.sql, arguments: given.arguments, at: moment, seconds: limits.querySeconds,
                onColumns: { columns = $0 }, onRow: onRow)
        } else {
            try store.query(
                given.sql, arguments: given.arguments, seconds: limits.querySeconds,
                onColumns: { columns = $0 }, onRow: onRow)
        }
    }

    /// The rows as JSON.
    var json: JSONValue {
        .object([
            "columns": .array(columns.map { .string($0) }), "rows": .array(rows),
            "truncated": .bool(isTruncated),
        ])
    }
}

extension JSONValue {
    /// About how many bytes its JSON has.
    fileprivate var sizeInShort: Int {
        switch self {
        case .string(let text): text.utf8.count + 2
        case .array(let values): values.reduce(2) { $0 + $1.sizeInShort + 1 }
        case .object(let object):
            object.reduce(2) { $0 + $1.key.utf8.count + 4 + $1.value.sizeInShort }
        default: 8
        }
    }
}
