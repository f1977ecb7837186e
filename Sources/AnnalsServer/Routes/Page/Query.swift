import AnnalsModel
import AnnalsPage

extension Route {
    /// `GET /query`.
    static let pageQuery: Route = .place(
        "/query", "pageQuery", for: .query, [sql.description],
        rows: { call in
            guard let sql = try call.text(sql) else {
                throw StoreError(.invalidArgument, "the parameter sql is missing")
            }
            let seconds = call.core.options.limits.querySeconds
            return { store, _, moment in
                try PageRows(answering: sql, at: moment, seconds: seconds, of: store)
            }
        }
    ) { call in
        let sql = try call.text(sql)
        let seconds = call.core.options.limits.querySeconds
        return (
            .query,
            { store, frame in
                try QueryContent(sql, seconds: seconds, of: store, in: frame)
            }
        )
    }

    private static let sql = PageParameters.text("sql")
}
