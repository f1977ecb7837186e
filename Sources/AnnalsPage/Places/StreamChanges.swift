import Annals
import AnnalsModel

/// Who changed one document within a range, in short: each with its last event of it and why.
struct StreamChanges: Sendable {
    /// What one actor did.
    struct Share: Sendable {
        let actor: Actor
        /// Events of it.
        var events: Int
        /// Position of the last one.
        let last: Int64
        /// The reason that the last one gives.
        let reason: String?
    }

    /// Actors of one document that are named.
    private static let namedMax = 5

    /// Those who changed it, who did so last first.
    let shares: [Share]
    /// Whether every event of the range was looked at, rather than the last ones.
    let isWhole: Bool

    /// Looks at the last events of a document, some tens.
    ///
    /// - Parameters:
    ///   - range: Positions after the first, up to the second.
    ///   - scope: Whose events count; nil for everybody's.
    init(
        of stream: StreamName, in range: (after: Int64, through: Int64),
        by scope: RollbackScope? = nil, of store: Store
    ) throws {
        var query = EventQuery(
            stream: stream, through: range.through, includesAdministration: true, isReversed: true)
        query.after = range.after
        let listing = store.lightEvents(query, bodyBytesMax: EventRows.bodyBytesMax)
        let looked = try listing.nextStep() ?? []
        var shares: [Share] = []
        for event in looked.map(\.event) where scope?.takes(event) ?? true {
            if let index = shares.firstIndex(where: { $0.actor == event.actor }) {
                shares[index].events += 1
            } else {
                shares.append(
                    Share(
                        actor: event.actor, events: 1, last: event.position, reason: event.reason))
            }
        }
        self.shares = shares
        isWhole = try looked.isEmpty || listing.nextStep()?.isEmpty ?? true
    }

    /// Writes who it was.
    func write(to html: inout HTML, in frame: PageFrame) {
        guard !shares.isEmpty else { return }
        html.element("ul", .style("shares")) { html in
            for share in shares.prefix(Self.namedMax) {
                html.element("li") { html in
                    html.actor(share.actor, in: frame)
                    html.text(share.events == 1 ? " in " : " in \(share.events) events, last ")
                    html.event(share.last, in: frame)
                    if let reason = share.reason {
                        html.text(" ")
                        html.element("span", .style("reason"), text: reason.shortened(to: 200))
                    }
                }
            }
            let more = shares.count - Self.namedMax
            if more > 0 { html.element("li", text: "and \(more) others") }
            if !isWhole { html.element("li", text: "and earlier ones, which are not counted") }
        }
    }
}

extension RollbackScope {
    /// Whether it names the actor and the run of an event, as far as it names any.
    fileprivate func takes(_ event: Event) -> Bool {
        (actor ?? event.actor.name) == event.actor.name
            && (correlation == nil || correlation == event.correlation)
    }
}
