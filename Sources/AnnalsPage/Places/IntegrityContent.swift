package import Annals
import AnnalsModel
import Foundation

/// Whether the log is as it was written, as far as a look can tell, and what was done for it.
package struct IntegrityContent: PageContent {
    /// Events of each sort that are shown.
    private static let listed = 20

    /// The heading.
    package let title = "Integrity"
    private let identity: StoreIdentity
    private let checks: [StoreCheck]
    private let checkpoint: LogCheckpoint?
    private let backedUpAt: Timestamp?
    private let erasures: EventRows

    /// Looks at the store.
    ///
    /// - Throws: `notAllowed` for a visitor who does not see everything.
    package init(of store: Store, in frame: PageFrame) throws {
        try frame.visitor.demandAll()
        identity = try store.identity()
        checks = try store.health()
        checkpoint = try store.lastCheckpoint()
        backedUpAt = try store.upkeep().backedUpAt
        var query = EventQuery(
            type: try EventType("\(StreamName.ownCategory).erased"),
            includesAdministration: true)
        query.isReversed = true
        var rows = try store.eventRows(query, for: frame.visitor)
        rows.events = Array(rows.events.prefix(Self.listed))
        erasures = rows
    }

    /// Writes what was found.
    package func write(to html: inout HTML, in frame: PageFrame) {
        html.element("dl", .style("facts")) { html in
            html.fact("Name of the log") { $0.element("code", text: identity.origin) }
            html.fact("Id of the store") { html in
                html.element("code", text: identity.id.uuidString.lowercased())
            }
            html.fact("Made") { $0.time(identity.createdAt) }
            html.fact("Last event") { $0.event(frame.head, in: frame) }
            html.fact("Last checkpoint that was signed") { html in
                guard let checkpoint else { return html.text("none") }
                html.text("of \(HTML.count(checkpoint.size, "event")), root ")
                html.element("code", text: checkpoint.root)
            }
            html.fact("Last backup") { html in
                if let backedUpAt { html.time(backedUpAt) } else { html.text("none was noted") }
            }
        }
        html.section("health", "What a look at it finds") { html in
            html.table("Checks", ["Check", "Outcome", "What was found"]) { html in
                for check in checks {
                    html.element("tr") { html in
                        html.element(
                            "th", HTMLAttribute("scope", "row"),
                            text: check.name.replacing("_", with: " "))
                        html.element("td", text: check.isHealthy ? "✓ ok" : "✗ not ok")
                        html.element("td", text: check.detail)
                    }
                }
            }
            html.element("p", .style("note")) { html in
                html.text("A whole verification derives every event again; ")
                html.element(
                    "a", HTMLAttribute("href", "/v1/verify"), text: "it tells what it finds")
                html.text(" line by line, and takes its time.")
            }
        }
        html.section("erasures", "What was erased") { html in
            if erasures.events.isEmpty {
                html.element("p", text: "Nothing ever was.")
            } else {
                erasures.write(to: &html, in: frame)
            }
        }
    }
}
