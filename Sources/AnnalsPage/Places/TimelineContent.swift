package import Annals
import AnnalsModel

/// The timeline: how many events there were, which, and filters to find one.
package struct TimelineContent: PageContent {
    /// Names that the filters offer.
    private static let offeredNames = 500

    /// The heading.
    package let title = "Timeline"
    private let filter: EventFilter
    private let rows: EventRows
    private let categories: [String]
    private let types: [String]
    private let actors: [String]

    /// Reads the events of a filter.
    ///
    /// - Throws: As ``EventFilter``; what reading the log throws.
    package init(_ filter: EventFilter, of store: Store, in frame: PageFrame) throws {
        self.filter = filter
        let visitor = frame.visitor
        rows = try store.eventRows(
            try filter.query(through: frame.at, for: visitor), for: visitor)
        let names = Self.offeredNames
        categories = try store.categories(limit: names).map(\.name).filter(visitor.reaches)
        types = try store.eventTypes(limit: names).filter { name in
            let category = String(name.prefix { $0 != "." })
            return category != StreamName.ownCategory && visitor.reaches(category)
        }
        // Who acted in categories that are not reached is not to be seen.
        actors = visitor.reachesAll ? try store.actorNames(limit: names).map(\.name) : []
    }

    /// Writes filters, events and the table behind the bars.
    package func write(to html: inout HTML, in frame: PageFrame) {
        writeLegend(to: &html, in: frame)
        writeFilters(to: &html, in: frame)
        html.element("p", .id("live"), HTMLAttribute("aria-live", "polite"), text: "")
        if rows.events.isEmpty {
            html.element("p", .style("nothing")) { html in
                let isSearched = rows.searchedFrom == nil
                html.text(
                    !filter.isSet
                        ? "Nothing has happened yet."
                        : isSearched ? "No event fits." : "No event was found yet.")
            }
        } else {
            rows.write(to: &html, in: frame)
            if !filter.isSet, frame.visitor.reachesAll {
                html.element(
                    "p", .style("note"),
                    text: "Positions that are left out are of the store's own events, such as tags"
                        + " and cycles.")
            }
        }
        if let from = rows.searchedFrom {
            html.element("p", .style("note")) { html in
                html.text("So far the events from position \(HTML.count(from)) on were searched.")
            }
        }
        writeWays(to: &html, in: frame)
        writeCounts(to: &html, in: frame)
    }

    /// What the colours of the bars mean; each leads to the events of its category.
    private func writeLegend(to html: inout HTML, in frame: PageFrame) {
        html.element("ul", .style("legend"), HTMLAttribute("aria-label", "Categories")) { html in
            for (index, category) in frame.bars.categories.enumerated() {
                html.element("li") { html in
                    html.element("span", .style("swatch c\(index)"), text: "")
                    let isOne = categories.contains(category)
                    guard isOne else { return html.text(category) }
                    html.element(
                        "a",
                        .href(frame.address(.timeline, [PageMember("category", category)])),
                        text: category)
                }
            }
        }
    }

    private func writeFilters(to html: inout HTML, in frame: PageFrame) {
        html.element(
            "form", .style("filters"), HTMLAttribute("method", "get"),
            HTMLAttribute("action", "/"), HTMLAttribute("role", "search")
        ) { html in
            writeField("search", "Text", filter.search, [], to: &html)
            writeField("actor", "Actor", filter.actor, actors, to: &html)
            writeField("category", "Category", filter.category, categories, to: &html)
            writeField("type", "Type", filter.type, types, to: &html)
            writeField("correlation", "Run", filter.correlation, [], to: &html)
            frame.writeMoments(to: &html)
            html.element("button", text: "Filter")
            if filter.isSet {
                html.element("a", .href(frame.address(.timeline)), text: "Show all")
            }
        }
    }

    private func writeField(
        _ name: String, _ label: String, _ value: String?, _ offered: [String],
        to html: inout HTML
    ) {
        html.element("label") { html in
            html.element("span", text: label)
            html.void(
                "input", HTMLAttribute("type", name == "search" ? "search" : "text"),
                .id("filter-\(name)"), HTMLAttribute("name", name),
                HTMLAttribute("value", value ?? ""),
                HTMLAttribute("list", offered.isEmpty ? nil : "\(name)-names"),
                HTMLAttribute("autocomplete", "off"), HTMLAttribute("spellcheck", "false"))
        }
        guard !offered.isEmpty else { return }
        html.element("datalist", .id("\(name)-names")) { html in
            for name in offered {
                html.element("option", HTMLAttribute("value", name), text: "")
            }
        }
    }

    private func writeWays(to html: inout HTML, in frame: PageFrame) {
        let others = frame.members.filter { $0.name != "before" }
        html.element("nav", .style("ways"), HTMLAttribute("aria-label", "Pages")) { html in
            if filter.before != nil {
                html.element(
                    "a", .href(frame.address(.timeline, others)), text: "Newest events")
            }
            if let next = rows.next {
                html.element(
                    "a", HTMLAttribute("rel", "next"),
                    .href(
                        frame.address(.timeline, others + [PageMember("before", "\(next)")])),
                    text: rows.searchedFrom == nil ? "Older events" : "Search on")
            }
        }
    }

    private func writeCounts(to html: inout HTML, in frame: PageFrame) {
        guard !frame.bars.bars.isEmpty else { return }
        html.element("details", .style("counts")) { html in
            html.element("summary", text: "Events over time, as a table")
            let numbers = frame.bars.categories + ["All"]
            html.table(
                "Counts", ["Stretch", "Until"] + numbers, numbers: Set(numbers)
            ) { html in
                for bar in frame.bars.bars { write(bar, to: &html, in: frame) }
            }
        }
    }

    private func write(_ bar: TimelineBars.Bar, to html: inout HTML, in frame: PageFrame) {
        html.element("tr") { html in
            html.element("th", HTMLAttribute("scope", "row"), text: bar.name)
            html.element("td") { html in
                html.element(
                    "a", .href(frame.moved(to: bar.through, versus: frame.versus)),
                    text: "position \(bar.through)")
            }
            for count in bar.counts + [bar.total] {
                html.element("td", .style("number"), text: HTML.count(count))
            }
        }
    }
}
