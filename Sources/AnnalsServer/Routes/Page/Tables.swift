import AnnalsModel
import AnnalsPage

extension Route {
    /// `GET /tables`.
    static let pageTables: Route = .place("/tables", "pageTables", for: .query) { _ in
        (.tables, { store, frame in try TablesContent(of: store, in: frame) })
    }

    /// `GET /tables/{name}`.
    static let pageTable: Route = .place(
        "/tables/{name}", "pageTable", for: .query,
        [tableName.description, Parameters.offset.description],
        rows: { call in
            let name = try call.pathValue(tableName)
            return { store, _, moment in try PageRows(ofTable: name, at: moment, of: store) }
        }
    ) { call in
        let name = try call.pathValue(tableName)
        let offset = try call.value(Parameters.offset) ?? 0
        return (
            .table(name),
            { store, frame in try TableContent(name, offset: offset, of: store, in: frame) }
        )
    }

    private static let tableName = Parameter("name", in: .path, "The table's name.")
}
