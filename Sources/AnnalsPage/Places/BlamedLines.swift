import AnnalsModel

/// A captured file line by line, with who brought each line in the margin.
struct BlamedLines: Sendable {
    private let facts: [(name: String, value: JSONValue)]
    private let lines: [BlamedLine]
    private let isMinimal: Bool

    /// Lays a file out.
    init(_ document: JSONObject, _ text: BlamedText) {
        facts = document.filter { $0.key != "text" }.map { ($0.key, $0.value) }
        lines = text.lines
        isMinimal = text.isMinimal
    }

    /// Writes the file.
    func write(to html: inout HTML, in frame: PageFrame) {
        html.element("dl", .style("facts")) { html in
            for (name, value) in facts { html.fact(name) { $0.value(value) } }
        }
        let shown = lines.prefix(PageLimits.lines)
        html.table("Lines", ["Who", "When and why", "Line", "Text"], "blame lines") { html in
            var last: Int64?
            for line in shown {
                let isFirst = line.event.position != last
                last = line.event.position
                html.element("tr", .id("L\(line.line)"), .style(isFirst ? "first" : nil)) {
                    html in
                    html.blame(line.event, isFirst: isFirst, in: frame)
                    html.element("th", HTMLAttribute("scope", "row"), .style("number")) { html in
                        html.element(
                            "a", .href(frame.address(frame.place, fragment: "L\(line.line)")),
                            text: "\(line.line)")
                    }
                    html.element("td", .style("text")) { html in
                        html.text(line.text.shortened(to: 2_000), keepsLines: true)
                    }
                }
            }
        }
        if shown.count < lines.count {
            html.element(
                "p", .style("note"),
                text: "It has \(HTML.count(lines.count, "line")), of which these are the first.")
        }
        guard !isMinimal else { return }
        html.element(
            "p", .style("note"),
            text: "Two versions differ in so many lines that some may be older than they are said"
                + " to be.")
    }
}
