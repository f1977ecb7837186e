package import Annals
import AnnalsModel

/// Who acts, how much, and how the agents are.
package struct ActorsContent: PageContent {
    /// The heading.
    package let title = "Actors"
    private let actors: [ActorSummary]
    private let hasMore: Bool
    private let agents: [AgentStatus]

    /// Reads who there is.
    ///
    /// - Throws: `notAllowed` for a visitor who does not see everything.
    package init(of store: Store, in frame: PageFrame) throws {
        try frame.visitor.demandAll()
        let all = try store.actors().filter { $0.events > 0 }.sorted { $1.events < $0.events }
        actors = Array(all.prefix(PageLimits.documents))
        hasMore = actors.count < all.count
        let streams = try store.streams(category: AgentStatus.category).all()
        agents = try streams.prefix(PageLimits.documents).compactMap { stream in
            try store.agentStatus(stream.name.id, at: frame.moment)
        }
    }

    /// Writes who there is.
    package func write(to html: inout HTML, in frame: PageFrame) {
        html.section("actors", "Everybody who ever did something") { html in
            html.table(
                "Actors", ["Actor", "Kind", "Events", "Last event"], numbers: ["Events"]
            ) { html in
                for summary in actors {
                    html.element("tr") { html in
                        html.element("th", HTMLAttribute("scope", "row")) { html in
                            html.actor(named: summary.actor.name, in: frame)
                        }
                        html.element("td", text: summary.actor.kind.rawValue)
                        html.element("td", .style("number"), text: HTML.count(summary.events))
                        html.element("td") { html in html.event(summary.last, in: frame) }
                    }
                }
            }
        }
        if hasMore {
            html.element("p", .style("note"), text: "There are more: these did most.")
        }
        guard !agents.isEmpty else { return }
        html.section("agents", frame.isPast ? "Agents as they were then" : "Agents") { html in
            let columns = ["Agent", "Status", "Works on", "Team", "Cycles"]
            html.table("All agents", columns, numbers: ["Cycles"]) { html in
                for agent in agents {
                    html.element("tr") { html in
                        html.element("th", HTMLAttribute("scope", "row")) { html in
                            html.actor(named: agent.id, in: frame)
                        }
                        html.element("td", text: (agent.status ?? "").shortened(to: 200))
                        html.element("td", text: (agent.currentFocus ?? "").shortened(to: 300))
                        html.element("td", text: (agent.team ?? "").shortened(to: 200))
                        html.element(
                            "td", .style("number"), text: agent.cycleCount.map { "\($0)" } ?? "")
                    }
                }
            }
        }
    }
}
