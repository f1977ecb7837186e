package import Annals
import AnnalsModel

/// Which documents there are: categories, and the streams of one.
package struct DocumentsContent: PageContent {
    private static let categoriesMax = 500

    private let category: String?
    private let categories: [(name: String, streams: Int64)]
    private let streams: [StreamSummary]
    private let next: StreamName?

    /// The heading.
    package var title: String { category.map { "Documents of \($0)" } ?? "Documents" }

    /// Reads the names.
    ///
    /// - Parameters:
    ///   - category: The category whose streams are listed; nil for the categories alone.
    ///   - after: The name after which they go on, as text; nil for the first.
    /// - Throws: `notAllowed` for a category that the visitor may not see.
    package init(
        _ category: String?, after: String?, of store: Store, in frame: PageFrame
    ) throws {
        let visitor = frame.visitor
        self.category = category
        categories = try store.categories(limit: Self.categoriesMax)
            .filter { visitor.reaches($0.name) }
        guard let category else {
            (streams, next) = ([], nil)
            return
        }
        try visitor.demand(category)
        let last = try after.map { text throws(StoreError) in try StreamName(text) }
        let listing = store.streams(category: category, after: last)
        var found: [StreamSummary] = []
        while found.count <= PageLimits.documents,
            case let page = try listing.nextPage(), !page.isEmpty
        {
            found += page
        }
        streams = Array(found.prefix(PageLimits.documents))
        next = found.count > PageLimits.documents ? streams.last?.name : nil
    }

    /// Writes the names.
    package func write(to html: inout HTML, in frame: PageFrame) {
        html.element("nav", .style("ways"), HTMLAttribute("aria-label", "Categories")) { html in
            for (name, count) in categories {
                html.element(
                    "a", .href(frame.address(.documents, [PageMember("category", name)])),
                    HTMLAttribute("aria-current", name == category ? "true" : nil)
                ) { html in html.text("\(name) (\(HTML.count(count)))") }
            }
        }
        guard let category else {
            html.element("p", .style("nothing")) { html in
                html.text(
                    categories.isEmpty
                        ? "There is none yet." : "Choose what sort of thing you look for.")
            }
            return
        }
        html.table(
            "Documents", ["Document", "Events", "Last event"], numbers: ["Events"]
        ) { html in
            for stream in streams {
                html.element("tr") { html in
                    html.element("th", HTMLAttribute("scope", "row")) { html in
                        html.stream(stream.name, in: frame)
                    }
                    html.element("td", .style("number"), text: HTML.count(stream.version))
                    html.element("td") { html in html.event(stream.head, in: frame) }
                }
            }
        }
        guard let next else { return }
        html.element("nav", .style("ways"), HTMLAttribute("aria-label", "Pages")) { html in
            html.element(
                "a", HTMLAttribute("rel", "next"),
                .href(
                    frame.address(
                        .documents,
                        [
                            PageMember("category", category),
                            PageMember("after", next.description),
                        ])), text: "Further documents")
        }
    }
}
