package import Annals
import AnnalsModel

/// Taking changes back: the scope, what it would do as a diff, and the form that does it.
package struct RollbackContent: PageContent {
    /// What would become of one document.
    struct Step: Sendable {
        let step: RollbackStep
        let values: [ValueDifference]
        /// Whose events are taken back.
        let changes: StreamChanges
    }

    /// Actors that are named.
    private static let namedMax = 20

    /// The heading.
    package let title = "Roll back"
    private let wish: RollbackWish
    private let steps: [Step]
    private let summary: RollbackSummary?

    /// Works out what a rollback would do; nothing is changed.
    ///
    /// - Throws: `notAllowed` where something would go along that the visitor may not see.
    package init(_ wish: RollbackWish, of store: Store, in frame: PageFrame) throws {
        self.wish = wish
        guard let to = wish.to else {
            (steps, summary) = ([], nil)
            return
        }
        let (steps, summary) = try store.previewRollback(
            to: to, wish.scope, for: frame.visitor, steps: PageLimits.documents,
            check: PlaceDeadline().check)
        self.summary = summary
        self.steps = try steps.prefix(PageLimits.documents).map { step in
            let before = try store.document(step.stream, at: .position(summary.head))
            let after =
                step.isNeeded ? step.change.applied(to: before) : before
            return Step(
                step: step, values: ValueDifference.between(before, after),
                changes: try StreamChanges(
                    of: step.stream, in: (summary.to, summary.head),
                    by: step.goesWith == nil ? wish.scope : nil, of: store))
        }
    }

    /// Writes scope, preview and the form that applies it.
    package func write(to html: inout HTML, in frame: PageFrame) {
        html.element(
            "p",
            text: "The state of a moment comes back by new events: nothing is lost, and a rollback"
                + " can be rolled back itself. What somebody outside the scope wrote since stays.")
        writeScope(to: &html)
        guard let summary else { return }
        html.section("preview", "What it would do") { html in
            write(summary, to: &html, in: frame)
            for step in steps where step.step.isNeeded || !step.step.conflicts.isEmpty {
                write(step, to: &html, in: frame)
            }
        }
        guard summary.changed > 0 else { return }
        html.section("apply", "Do it") { html in
            writeApplying(summary, to: &html, in: frame)
        }
    }

    private func writeScope(to html: inout HTML) {
        html.element(
            "form", .style("filters"), HTMLAttribute("method", "get"),
            HTMLAttribute("action", "/rollback")
        ) { html in
            html.field("to", "Back to the moment", wish.to?.description, isNeeded: true)
            html.field("stream", "Only this document", wish.scope.stream?.description)
            html.field("category", "Only this category", wish.scope.category)
            html.field("actor", "Only by this actor", wish.scope.actor)
            html.field("correlation", "Only of this run", wish.scope.correlation)
            html.element("button", text: "Preview")
        }
    }

    private func write(
        _ summary: RollbackSummary, to html: inout HTML, in frame: PageFrame
    ) {
        html.element("p", .style("lead")) { html in
            html.text(
                "\(HTML.count(summary.events, "event")) of \(wish.scope.description.terminalSafe)"
                    + " after position \(HTML.count(summary.to)), in"
                    + " \(HTML.count(summary.streams, "document")). ")
            guard summary.changed > 0 else { return html.text("Nothing is left to take back.") }
            html.text("\(HTML.count(summary.changed, "document")) would change")
            if summary.deleted > 0 { html.text(", \(HTML.count(summary.deleted)) would go") }
            if summary.recreated > 0 {
                html.text(", \(HTML.count(summary.recreated)) would come back")
            }
            html.text(".")
        }
        writeActors(to: &html, in: frame)
        if summary.conflicts > 0 {
            html.element("p", .style("refusal")) { html in
                html.text(
                    "\(HTML.count(summary.conflicts, "value")) would stay, since somebody outside"
                        + " the scope wrote them later.")
            }
        }
        if summary.erased > 0 {
            html.element("p") { html in
                html.text(
                    "The content of \(HTML.count(summary.erased, "event")) was erased: nothing of"
                        + " it comes back.")
            }
        }
        if steps.count == PageLimits.documents {
            html.element("p", .style("note"), text: "Not every document is shown.")
        }
    }

    /// Says whose changes go along: who wants one change back may not know of the others.
    private func writeActors(to html: inout HTML, in frame: PageFrame) {
        var events: [Actor: Int] = [:]
        for share in steps.flatMap(\.changes.shares) {
            events[share.actor, default: 0] += share.events
        }
        guard !events.isEmpty else { return }
        let most = events.sorted { ($1.value, $0.key.name) < ($0.value, $1.key.name) }
        html.element("p") { html in
            html.text("Taken back is what was done by ")
            for (index, (actor, count)) in most.prefix(Self.namedMax).enumerated() {
                if index > 0 { html.text(", ") }
                html.actor(actor, in: frame)
                html.text(" (\(HTML.count(count, "event")))")
            }
            let more = most.count - Self.namedMax
            if more > 0 { html.text(" and \(HTML.count(more)) others") }
            html.text(".")
            guard steps.count == PageLimits.documents || !steps.allSatisfy(\.changes.isWhole)
            else { return }
            html.text(" Of very many events only the last are counted.")
        }
    }

    private func write(_ shown: Step, to html: inout HTML, in frame: PageFrame) {
        let step = shown.step
        html.element("details", .style("document"), .flag("open", steps.count <= 20)) { html in
            html.element("summary") { html in
                html.element("b", text: step.stream.description.shortened(to: 160))
                html.text(", \(HTML.count(step.events, "event")) taken back")
                if step.recreates { html.text(", comes back") }
                if step.change.deleted { html.text(", goes") }
                if let with = step.goesWith { html.text(", goes along with \(with.description)") }
            }
            html.element("p") { html in
                html.text("Whole: ")
                html.stream(step.stream, in: frame)
            }
            shown.changes.write(to: &html, in: frame)
            html.differences(shown.values)
            guard !step.conflicts.isEmpty else { return }
            html.element("ul", .style("conflicts")) { html in
                for conflict in step.conflicts {
                    html.element("li") { html in
                        html.element("code", text: conflict.pointer.place)
                        html.text(" stays as ")
                        if let actor = conflict.actor {
                            html.actor(actor, in: frame)
                        } else {
                            html.text("somebody")
                        }
                        html.text(" wrote it in ")
                        html.event(conflict.outsider, in: frame)
                    }
                }
            }
        }
    }

    private func writeApplying(
        _ summary: RollbackSummary, to html: inout HTML, in frame: PageFrame
    ) {
        html.element(
            "form", .style("filters"), HTMLAttribute("method", "post"),
            HTMLAttribute("action", "/rollback")
        ) { html in
            PageDocument.formKey(frame.visitor, to: &html)
            for member in wish.members
                + [PageMember("to", "seq:\(summary.to)"), PageMember("head", "\(summary.head)")]
            {
                html.hidden(member.name, member.value)
            }
            html.field("reason", "Why", nil, isNeeded: true)
            html.element("button", .style("main"), text: "Take it back")
        }
        html.element(
            "p", .style("note"),
            text: "It is refused if somebody changes what it is about before you send it.")
    }
}

extension HTML {
    /// Appends a field of a form with its label.
    mutating func field(
        _ name: String, _ label: String, _ value: String?, isNeeded: Bool = false
    ) {
        element("label") { html in
            html.element("span", text: label)
            html.void(
                "input", HTMLAttribute("type", "text"), HTMLAttribute("name", name),
                HTMLAttribute("value", value ?? ""), .flag("required", isNeeded),
                HTMLAttribute("autocomplete", "off"), HTMLAttribute("spellcheck", "false"))
        }
    }
}
