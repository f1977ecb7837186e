package import Annals
import AnnalsModel

/// What differs between two moments: documents, place by place.
package struct CompareContent: PageContent {
    /// Places that differ which are shown.
    private static let valuesMax = 3_000

    /// The heading.
    package let title = "Compare two moments"
    private let differences: [DocumentDifference]
    private let isWhole: Bool
    private let tables: [TableComparison]

    /// Compares the documents that the visitor may see.
    ///
    /// - Parameter category: Only those of this one; nil for all.
    package init(_ category: String?, of store: Store, in frame: PageFrame) throws {
        if let category { try frame.visitor.demand(category) }
        guard let (from, to) = frame.compared else {
            (differences, isWhole, tables) = ([], true, [])
            return
        }
        /// Thrown where enough was found.
        struct Enough: Error {}
        var found: [DocumentDifference] = []
        var values = 0
        var isWhole = true
        do {
            let range = MomentRange(after: .position(from), through: .position(to))
            let deadline = PlaceDeadline()
            try store.differences(in: range, progress: { _ in try deadline.check() }) {
                difference in
                try deadline.check()
                let name = difference.stream.category
                guard frame.visitor.reaches(name), category ?? name == name else { return }
                values += difference.values.count
                guard found.count < PageLimits.documents, values <= Self.valuesMax else {
                    throw Enough()
                }
                found.append(difference)
            }
        } catch is Enough {
            isWhole = false
        }
        differences = found
        self.isWhole = isWhole
        let seesTables = category == nil && frame.visitor.allows(.query)
        tables = seesTables ? try TableComparison.all(from, to, in: store) : []
    }

    /// Writes what differs.
    package func write(to html: inout HTML, in frame: PageFrame) {
        guard let (from, to) = frame.compared else {
            html.element("p") { html in
                html.text(
                    "Name two moments above, such as head~20 and now. Or begin with one of these:")
            }
            writeOffers(to: &html, in: frame)
            return
        }
        html.element("p", .style("lead")) { html in
            html.text(
                "\(HTML.count(differences.count, "document")) from position \(HTML.count(from)) to"
                    + " \(HTML.count(to))")
            html.text(isWhole ? "." : ", and more than are shown.")
        }
        for difference in differences { write(difference, to: &html, in: frame) }
        guard !tables.isEmpty else { return }
        html.section("tables", "Tables that differ") { html in
            html.table("Counts of rows", ["Table", "Came", "Went", "Changed"]) { html in
                for table in tables { table.write(to: &html, in: frame) }
            }
        }
    }

    private func write(
        _ difference: DocumentDifference, to html: inout HTML, in frame: PageFrame
    ) {
        html.element("details", .style("document"), .flag("open", differences.count <= 20)) {
            html in
            html.element("summary") { html in
                html.text("\(difference.kind.sign) ")
                html.element("b", text: difference.stream.description.shortened(to: 160))
                html.text(
                    " \(difference.kind.word), \(HTML.count(difference.values.count, "place"))")
            }
            html.element("p") { html in
                html.text("Whole: ")
                html.stream(difference.stream, in: frame)
            }
            html.differences(difference.values)
        }
    }

    private func writeOffers(to html: inout HTML, in frame: PageFrame) {
        html.element("ul") { html in
            for cycle in frame.cycles.suffix(5).reversed() where cycle.position > 1 {
                html.element("li") { html in
                    html.element(
                        "a",
                        .href(PageAddress(.compare, at: frame.at, versus: cycle.position - 1)),
                        text: "what happened since cycle \(cycle.number) began")
                }
            }
            for tag in frame.tags.suffix(10) {
                html.element("li") { html in
                    html.element(
                        "a", .href(PageAddress(.compare, at: frame.at, versus: tag.moment)),
                        text: "what happened since the tag \(tag.name)")
                }
            }
            html.element("li") { html in
                html.element(
                    "a", .href(PageAddress(.compare, at: frame.at, versus: max(frame.at - 20, 0))),
                    text: "what the last 20 events did")
            }
        }
    }
}

extension DocumentDifference.Kind {
    /// The mark of it.
    var sign: String {
        switch self {
        case .added: "+"
        case .removed: "−"
        case .changed: "~"
        }
    }

    /// The word for it.
    var word: String {
        switch self {
        case .added: "came"
        case .removed: "went"
        case .changed: "changed"
        }
    }
}
