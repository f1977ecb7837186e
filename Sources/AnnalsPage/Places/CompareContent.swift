package import Annals
import AnnalsModel

/// What differs between two moments: documents, place by place.
package struct CompareContent: PageContent {
    /// Places that differ which are shown.
    private static let valuesMax = 3_000

    /// Documents of which it is said who changed them.
    private static let attributedMax = 100

    /// The heading.
    package let title = "Compare two moments"
    private let differences: [DocumentDifference]
    /// Who changed the first of them.
    private let changes: [StreamChanges]
    private let end: End
    private let tables: [TableComparison]
    private let tablesLeft: [String]

    /// How far the documents were compared.
    private enum End {
        case whole
        /// There are more than are shown.
        case shown
        /// Others were not compared in time.
        case time
    }

    /// Compares the documents that the visitor may see.
    ///
    /// - Parameter category: Only those of this one; nil for all.
    package init(_ category: String?, of store: Store, in frame: PageFrame) throws {
        if let category { try frame.visitor.demand(category) }
        guard let (from, to) = frame.compared else {
            (differences, changes, end, tables, tablesLeft) = ([], [], .whole, [], [])
            return
        }
        /// Thrown where enough was found.
        struct Enough: Error {}
        var found: [DocumentDifference] = []
        var values = 0
        var end = End.whole
        do {
            let range = MomentRange(after: .position(from), through: .position(to))
            let deadline = PlaceDeadline(seconds: PageLimits.searchSeconds)
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
            end = .shown
        } catch let error as StoreError where error.code == .timeLimit {
            end = .time
        }
        differences = found
        changes = try found.prefix(Self.attributedMax).map { difference in
            try StreamChanges(of: difference.stream, in: (from, to), of: store)
        }
        self.end = end
        let seesTables = category == nil && frame.visitor.allows(.query)
        (tables, tablesLeft) =
            seesTables ? try TableComparison.all(from, to, in: store) : ([], [])
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
                "\(HTML.count(differences.count, "document"))"
                    + " \(differences.count == 1 ? "differs" : "differ") between position"
                    + " \(HTML.count(from)) and \(HTML.count(to))")
            switch end {
            case .whole: html.text(".")
            case .shown: html.text(", and more than are shown.")
            case .time:
                html.text(
                    ", and perhaps more: the others were not compared in time. Choose moments that"
                        + " lie nearer to each other, or one category.")
            }
        }
        for (index, difference) in differences.enumerated() {
            let changes = index < changes.count ? changes[index] : nil
            write(difference, by: changes, to: &html, in: frame)
        }
        guard !tables.isEmpty || !tablesLeft.isEmpty else { return }
        html.section("tables", "Tables that differ") { html in
            if !tables.isEmpty {
                let numbers = ["Came", "Went", "Changed"]
                html.table(
                    "Counts of rows", ["Table"] + numbers, numbers: Set(numbers)
                ) { html in
                    for table in tables { table.write(to: &html, in: frame) }
                }
            }
            guard !tablesLeft.isEmpty else { return }
            html.element("p", .style("note")) { html in
                html.text("Not compared yet, since it takes a while:")
                for name in tablesLeft {
                    html.text(" ")
                    html.element("a", .href(frame.address(.table(name))), text: name)
                }
            }
        }
    }

    private func write(
        _ difference: DocumentDifference, by changes: StreamChanges?, to html: inout HTML,
        in frame: PageFrame
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
            changes?.write(to: &html, in: frame)
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
