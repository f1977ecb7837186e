import Annals
import ArgumentParser
import Foundation

/// One event, by its parts.
struct EventOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The stream, like task/DB_002.", valueName: "category/id"),
        completion: .stored(.streams))
    var stream: String?

    @Option(
        help: ArgumentHelp("What happened, like task.completed.", valueName: "category.verb"),
        completion: .stored(.eventTypes))
    var type: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Object merged over the document; JSON, @FILE or -.", valueName: "json"))
    var data: String?

    @Option(
        help: ArgumentHelp(
            "JSON Pointer that goes away; may be repeated.", valueName: "pointer"))
    var unset: [String] = []

    @Flag(help: "The document ends; its history stays.")
    var deleted = false

    @Option(
        help: ArgumentHelp(
            "Required version: a number, none, exists or any.", valueName: "version"),
        completion: .stored(.versions))
    var expect: String?

    @Option(help: ArgumentHelp("The event's cycle (default: the current one).", valueName: "n"))
    var cycle: Int64?

    @Option(parsing: .unconditional, help: ArgumentHelp("Why.", valueName: "text"))
    var reason: String?

    @OptionGroup var act: ContextOption

    @Option(
        help: ArgumentHelp(
            "UUID by which the event is known if it comes again.", valueName: "uuid"))
    var id: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The run or conversation it belongs to.", valueName: "name"),
        completion: .stored(.correlations))
    var correlation: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Position or id of the event that caused it.", valueName: "event"))
    var causation: String?

    @Option(help: ArgumentHelp("When it happened, in RFC 3339.", valueName: "time"))
    var occurredAt: String?

    /// Whether any of them was given.
    var isGiven: Bool {
        let texts = [
            stream, type, data, expect, reason, act.context, id, correlation, causation, occurredAt,
        ]
        return texts.contains { $0 != nil } || !unset.isEmpty || deleted || cycle != nil
    }

    /// - Throws: A usage error if what an event must have is missing.
    func check() throws {
        guard stream != nil, type != nil else {
            throw ValidationError("Give --stream and --type for one event, or --batch for many.")
        }
        try act.check(besides: data, "--data")
    }

    /// The event.
    ///
    /// - Parameter store: Path of the store, which is not read as data.
    func event(by actor: Actor, besides store: String) throws(StoreError) -> NewEvent {
        var event = NewEvent(
            stream: try StreamName(stream ?? ""), type: try EventType(type ?? ""), actor: actor,
            change: try change(besides: store))
        event.reason = reason
        event.context = try act.object(besides: store)
        event.cycle = cycle
        event.occurredAt = try occurredAt.map { text throws(StoreError) in
            try Timestamp(rfc3339: text)
        }
        event.correlation = correlation
        event.causation = try causation.map { text throws(StoreError) in try Causation(text) }
        event.expected =
            try expect.map { text throws(StoreError) in
                try ExpectedVersion(text)
            } ?? .any
        event.id = try id.map { text throws(StoreError) in try UUID(given: text) }
        try event.validate()
        return event
    }

    private func change(besides store: String) throws(StoreError) -> Change {
        var change = Change(deleted: deleted)
        if let data {
            change.data = try GivenText.object(
                data, "data", besides: store, like: "{\"done\":true}")
        }
        change.unset = try unset.map { text throws(StoreError) in try JSONPointer(text) }
        return change
    }
}
