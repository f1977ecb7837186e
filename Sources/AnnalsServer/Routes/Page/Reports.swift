import AnnalsJSON
import AnnalsModel
import AnnalsPage

extension Route {
    /// `GET /reports`.
    static let pageReports: Route = .place(
        "/reports", "pageReports", for: .read, [table.description],
        rows: { call in
            let table = try call.value(table) ?? .actors
            let other = try call.moment(PageParameters.versus)
            return { store, visitor, moment in
                try ReportsContent.rows(
                    of: table, at: moment, since: other, in: store, for: visitor)
            }
        }
    ) { _ in
        (.reports, { store, frame in try ReportsContent(of: store, in: frame) })
    }

    private static let table = Parameter<ReportTable>(
        "table", in: .query,
        ["type": "string", "enum": .array(ReportTable.allCases.map { .string($0.rawValue) })],
        "Which table, where rows are asked for."
    ) { text throws(StoreError) in
        guard let table = ReportTable(rawValue: text) else {
            let names = ReportTable.allCases.map(\.rawValue)
            throw StoreError(
                .invalidArgument,
                "there is no report \(text.quotedForMessage)\(Spelling.hint(text, among: names))")
        }
        return table
    }
}
