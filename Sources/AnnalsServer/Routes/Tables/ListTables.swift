import Annals
import AnnalsJSON
import AnnalsModel
import Hummingbird

extension Route {
    /// `GET /v1/tables`.
    static let listTables = Route(
        .get, "/v1/tables", "listTables", in: "Tables",
        "The tables of all projections, with their columns.", for: .query,
        [],
        [
            AnswerDescription(
                .ok, "Tables.",
                [
                    (
                        .json,
                        JSONSchema.object([
                            (
                                "tables",
                                JSONSchema.list(of: JSONSchema.of(ProjectionDetails.Table.self))
                            )
                        ])
                    )
                ])
        ]
    ) { call in
        let tables = try await call.store.perform { store in
            try store.projections().flatMap { try store.projection($0.name).tables }
        }
        return .json(.object(["tables": .array(tables.map { .object($0.json()) })]))
    }

    /// `GET /v1/tables/{name}`.
    static let readTable = Route(
        .get, "/v1/tables/{name}", "readTable", in: "Tables",
        "Rows of a table in the order of its key, now or at any moment.", for: .query,
        [
            tableName.description, Parameters.at.description, Parameters.limit.description,
            Parameters.offset.description,
        ],
        [AnswerDescription(.ok, "Rows.", [(.json, QueriedRows.schema)])],
        problems: [.unprocessableContent]
    ) { call in
        let name = try call.pathValue(tableName)
        let moment = try call.moment()
        let limit = Int(try call.value(Parameters.limit) ?? 100)
        let offset = try call.value(Parameters.offset) ?? 0
        let table = try await call.store.perform { store in try store.table(name) }
        let statement = GivenStatement(
            sql: "\(table.selectInOrder) LIMIT -1 OFFSET :offset",
            arguments: ["offset": .number(JSONNumber(offset))], moment: moment,
            limit: limit)
        return .json(try await QueriedRows(statement, in: call).json)
    }

    private static let tableName = Parameter("name", in: .path, "The table's name.")
}
