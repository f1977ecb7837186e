package import Annals
package import AnnalsModel

extension PageDocument {
    /// A report as a document of its own, for a mail or a wiki: nothing is fetched, and nothing in
    /// it runs.
    ///
    /// - Parameters:
    ///   - origin: Name of the log.
    ///   - time: When it was made.
    package static func report(_ report: Report, of origin: String, at time: Timestamp) -> [UInt8] {
        var html = HTML()
        html.documentType()
        html.element("html", HTMLAttribute("lang", "en")) { html in
            head("Report · \(origin)", to: &html) { $0.style(styleSheet) }
            html.element("body") { html in
                html.element("main", .id("main")) { html in
                    html.element("h1", text: "Report of \(origin.shortened(to: 200))")
                    html.element("p") { html in
                        let (first, last) = (report.range.after + 1, report.range.through)
                        html.text(
                            first > last
                                ? "There is no event in it. "
                                : "Events \(HTML.count(first)) to \(HTML.count(last)). ")
                        html.text("Made at ")
                        html.time(time)
                        html.text(".")
                    }
                    ReportSections(report: report, frame: nil).write(to: &html)
                }
            }
        }
        return html.bytes
    }
}
