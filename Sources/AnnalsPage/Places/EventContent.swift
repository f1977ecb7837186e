package import Annals
import AnnalsModel
import Foundation

/// One event: what it changed, what it says of itself, what led to it and what followed.
package struct EventContent: PageContent {
    private let event: Event
    private let leftOut: Int64?
    private let difference: DocumentDifference?
    private let trace: EventTrace
    private let checkpoint: Int64?
    private let next: Int64?
    private let previous: Int64?
    private let rollback: EventRollback

    /// The heading.
    package var title: String { "\(event.type) of \(event.stream)" }

    /// Reads an event.
    ///
    /// - Throws: `notFound` where there is none that the visitor may see.
    package init(_ position: Int64, of store: Store, in frame: PageFrame) throws {
        let visitor = frame.visitor
        let light = try Self.light(position, of: store, for: visitor)
        event = light.event
        leftOut = light.leftOut
        let bytes = try store.documentBytes(of: event.stream, at: .position(position))
        difference =
            light.leftOut == nil && bytes <= PageLimits.documentBytesMax
            ? try store.difference(by: position) : nil
        trace = try EventTrace(of: event, in: store, for: visitor)
        checkpoint = try store.lastCheckpoint()?.size
        previous = try store.neighbour(of: event, isNext: false)
        next = try store.neighbour(of: event, isNext: true)
        rollback = try EventRollback(of: event, in: store, for: visitor)
    }

    /// An event that a visitor may see; who does not see all is not told which are there.
    private static func light(
        _ position: Int64, of store: Store, for visitor: PageVisitor
    ) throws -> LightEvent {
        let most = PageLimits.contentBytesMax
        guard !visitor.reachesAll else {
            return try store.lightEvent(at: position, bodyBytesMax: most)
        }
        guard let light = try? store.lightEvent(at: position, bodyBytesMax: most),
            visitor.reaches(light.event.stream.category)
        else {
            throw StoreError(
                .notFound, "there is no event at position \(position) that this token reaches")
        }
        return light
    }

    /// Writes the event.
    package func write(to html: inout HTML, in frame: PageFrame) {
        writeSentence(to: &html, in: frame)
        writeWays(to: &html, in: frame)
        html.section("change", "What it changed") { html in
            writeChange(to: &html, in: frame)
        }
        if !event.context.isEmpty {
            html.section("context", "What it says of the act") { html in
                html.value(.object(event.context))
            }
        }
        html.section("trace", "What led to it, and what followed") { html in
            trace.write(to: &html, in: frame)
        }
        html.section("facts", "Where it stands") { html in writeFacts(to: &html, in: frame) }
    }

    private func writeSentence(to html: inout HTML, in frame: PageFrame) {
        html.element("p", .style("lead")) { html in
            html.actor(event.actor, in: frame)
            html.text(" at ")
            html.time(event.recordedAt)
            html.claim(of: event)
            html.text(", in cycle \(event.cycle), on ")
            html.stream(event.stream, in: frame)
            html.text(".")
        }
        rollback.write(event, to: &html, in: frame)
        if let reason = event.reason {
            html.element("blockquote") { html in
                html.element("p", .style("reason")) { html in
                    html.text(reason.shortened(to: HTML.shownCharacters), keepsLines: true)
                }
            }
        }
    }

    private func writeWays(to html: inout HTML, in frame: PageFrame) {
        let before = event.position - 1
        html.element("nav", .style("ways"), HTMLAttribute("aria-label", "From here")) { html in
            if let previous {
                html.element(
                    "a", HTMLAttribute("rel", "prev"), .href(frame.address(.event(previous))),
                    text: "Earlier event of it")
            }
            if let next {
                html.element(
                    "a", HTMLAttribute("rel", "next"), .href(frame.address(.event(next))),
                    text: "Later event of it")
            }
            html.element(
                "a", .id("blame"),
                .href(
                    PageAddress(.document(event.stream), at: event.position, versus: before)),
                text: "Its document then")
            guard frame.visitor.canSee(.rollback) else { return }
            if let from = rollback.from, let correlation = event.correlation {
                html.element(
                    "a",
                    .href(
                        PageAddress(
                            .rollback,
                            members: [
                                PageMember("to", "seq:\(from)"),
                                PageMember("correlation", correlation),
                            ])), text: "Undo this rollback")
            }
            guard !event.stream.isOwn else { return }
            let name = event.actor.name
            html.element(
                "a", .id("take-back"), .href(.rollback(of: event.stream, to: before, by: name)),
                text: "Take back what \(name.shortened(to: 40)) changed in it since")
            html.element(
                "a", .href(.rollback(of: event.stream, to: before)),
                text: "Bring back all of it as it was before")
        }
    }

    private func writeChange(to html: inout HTML, in frame: PageFrame) {
        if event.isErased {
            html.element("p", text: "Its content was erased; that it happened stays.")
        } else if let leftOut {
            html.element(
                "p",
                text: "It says \(HTML.count(leftOut)) bytes, more than this page shows.")
        } else if let difference {
            html.differences(difference.values)
        } else {
            html.element("p") { html in
                html.text(
                    event.change.isEmpty
                        ? "Nothing: it says something about the act alone."
                        : "Nothing that was not so before.")
            }
            if !event.change.isEmpty { html.value(.object(event.change.data)) }
        }
        html.element("p", .style("note")) { html in
            html.element(
                "a", HTMLAttribute("href", "/v1/events/\(event.position)"),
                text: "The event as it is stored, as JSON")
        }
    }

    private func writeFacts(to html: inout HTML, in frame: PageFrame) {
        html.element("dl", .style("facts")) { html in
            html.fact("Position") { $0.text("\(event.position)") }
            html.fact("Version of its stream") { $0.text("\(event.version)") }
            if let claimed = event.occurredAt {
                html.fact("Happened, as claimed") { $0.time(claimed) }
            }
            if let correlation = event.correlation {
                html.fact("Run") { html in
                    html.element(
                        "a",
                        .href(
                            frame.address(
                                .timeline, [PageMember("correlation", correlation)])),
                        text: correlation)
                }
            }
            if let id = event.id {
                html.fact("Id") { html in
                    html.element("code", text: id.uuidString.lowercased())
                }
            }
            html.fact("Proof") { html in
                guard let checkpoint, checkpoint >= event.position else {
                    html.text("No checkpoint that has it was signed yet.")
                    return
                }
                html.element(
                    "a", HTMLAttribute("href", "/v1/proofs/\(event.position)"),
                    text: "That it is in the log")
                html.text(", against the checkpoint of \(HTML.count(checkpoint, "event")).")
            }
        }
    }
}

extension Store {
    /// Position of the event of the same stream before or after one; nil if there is none.
    fileprivate func neighbour(of event: Event, isNext: Bool) throws -> Int64? {
        var query = EventQuery(stream: event.stream, includesAdministration: true)
        if isNext {
            query.after = event.position
        } else {
            guard event.version > 1 else { return nil }
            query.through = event.position - 1
            query.isReversed = true
        }
        return try lightEvents(query, bodyBytesMax: 0).nextPage().first?.event.position
    }
}
