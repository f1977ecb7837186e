package import Annals
import AnnalsModel

/// A question in SQL to the tables at a moment; the address is the question.
package struct QueryContent: PageContent {
    /// Rows that are shown.
    private static let rowsMax = 1_000

    /// The heading.
    package let title = "Query"
    private let sql: String
    private let columns: [String]
    private let rows: [[JSONValue]]
    private let isWhole: Bool
    private let refusal: String?

    /// Asks the question.
    ///
    /// - Parameters:
    ///   - sql: One statement that only reads; nil where none was written yet.
    ///   - seconds: Time that it may take.
    /// - Throws: What is no matter of the statement, which is said beside it.
    package init(
        _ sql: String?, seconds: Double, of store: Store, in frame: PageFrame
    ) throws {
        self.sql = sql ?? "SELECT * FROM agent_tasks"
        var columns: [String] = []
        var rows: [[JSONValue]] = []
        var refusal: String?
        var isWhole = true
        /// Thrown where enough was read.
        struct Enough: Error {}
        if let sql {
            do {
                try store.query(
                    sql, arguments: [:], at: frame.isPast ? frame.moment : nil,
                    seconds: seconds, cellBytesMax: PageLimits.cellBytes,
                    isCancelled: { false }, onColumns: { columns = $0 }
                ) { row in
                    guard rows.count < Self.rowsMax else { throw Enough() }
                    rows.append(row)
                }
            } catch is Enough {
                isWhole = false
            } catch let error as StoreError where Self.isOfStatement(error) {
                refusal = error.message
            }
        }
        (self.columns, self.rows) = (columns, rows)
        (self.isWhole, self.refusal) = (isWhole, refusal)
    }

    private static func isOfStatement(_ error: StoreError) -> Bool {
        [.sqlRefused, .timeLimit, .invalidArgument].contains(error.code)
    }

    /// Writes the question and its answer.
    package func write(to html: inout HTML, in frame: PageFrame) {
        html.element(
            "form", HTMLAttribute("method", "get"), HTMLAttribute("action", "/query")
        ) { html in
            html.element("label", HTMLAttribute("for", "sql")) { html in
                html.text("One SELECT over the ")
                html.element("a", .href(frame.address(.tables)), text: "tables")
                html.text(
                    frame.isPast ? ", as they were then" : ", and event_log, the events themselves")
            }
            html.element(
                "textarea", .id("sql"), HTMLAttribute("name", "sql"), HTMLAttribute("rows", "5"),
                HTMLAttribute("spellcheck", "false")
            ) { html in html.field(text: sql) }
            frame.writeMoments(to: &html)
            html.element("button", .style("main"), text: "Ask")
        }
        if let refusal {
            html.element(
                "p", .style("refusal"), HTMLAttribute("role", "alert"),
                text: refusal.capitalizedSentence)
        }
        guard !columns.isEmpty else { return }
        html.element("p") { html in
            html.text(HTML.count(rows.count, "row"))
            html.text(isWhole ? "." : ", and there are more: say LIMIT and OFFSET.")
        }
        html.table("Rows", columns.map { $0.shortened(to: 100) }, "rows") { html in
            for row in rows {
                html.element("tr") { html in
                    for cell in row {
                        let isWide = (cell.asString?.utf8.count ?? 0) > 40
                        html.element("td", .style(isWide ? "wide" : nil)) { html in
                            html.cell(cell)
                        }
                    }
                }
            }
        }
        if !rows.isEmpty { html.csv("All rows", frame.csv([PageMember("sql", sql)])) }
    }
}
