package import Annals
import AnnalsModel

/// Which tables there are: those of the projections, which follow from the events.
package struct TablesContent: PageContent {
    /// The heading.
    package let title = "Tables"
    private let projections: [ProjectionDetails]

    /// Reads the names.
    package init(of store: Store, in frame: PageFrame) throws {
        projections = try store.projections().map { try store.projection($0.name) }
    }

    /// Writes the names.
    package func write(to html: inout HTML, in frame: PageFrame) {
        let columns = ["Table", "Rows now", "What it says", "Columns"]
        html.table("Tables", columns, numbers: ["Rows now"]) { html in
            for projection in projections {
                for table in projection.tables {
                    html.element("tr") { html in
                        html.element("th", HTMLAttribute("scope", "row")) { html in
                            html.element(
                                "a", .href(frame.address(.table(table.name))),
                                text: table.name)
                        }
                        html.element("td", .style("number"), text: HTML.count(table.rows))
                        html.element(
                            "td", text: projection.summary.comment.shortened(to: 300))
                        html.element("td") { html in
                            let names = table.columns.map {
                                $0.isKey ? "\($0.name) (key)" : $0.name
                            }
                            html.text(names.joined(separator: ", ").shortened(to: 400))
                        }
                    }
                }
            }
        }
    }
}
