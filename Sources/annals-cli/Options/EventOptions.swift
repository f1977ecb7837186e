import Annals
import ArgumentParser
import Foundation

/// One event, by its parts.
struct EventOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The stream, like task/DB_002.", valueName: "category/id"))
    var stream: String?

    @Option(help: ArgumentHelp("What happened, like task.completed.", valueName: "category.verb"))
    var type: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "A JSON object to merge over the document; @FILE, or - for standard input.",
            valueName: "json"))
    var data: String?

    @Option(
        help: ArgumentHelp(
            "JSON Pointer to a member that goes away; may be repeated.",
            valueName: "pointer"))
    var unset: [String] = []

    @Flag(help: "The document ends; its history stays.")
    var deleted = false

    @Option(
        help: ArgumentHelp(
            "So many events the stream must have; or none, exists, any.",
            valueName: "version"))
    var expect: String?

    @Option(help: ArgumentHelp("The event's cycle (default: the current one).", valueName: "n"))
    var cycle: Int64?

    @Option(parsing: .unconditional, help: ArgumentHelp("Why.", valueName: "text"))
    var reason: String?

    @Option(
        help: ArgumentHelp(
            "UUID by which the event is known if it comes again.", valueName: "uuid"))
    var id: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The run or conversation it belongs to.", valueName: "name"))
    var correlation: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Position of the event that caused it.", valueName: "position"))
    var causation: String?

    @Option(help: ArgumentHelp("When it happened, in RFC 3339.", valueName: "time"))
    var occurredAt: String?

    /// Whether any of them was given.
    var isGiven: Bool {
        let texts = [stream, type, data, expect, reason, id, correlation, causation, occurredAt]
        return texts.contains { $0 != nil } || !unset.isEmpty || deleted || cycle != nil
    }

    /// - Throws: A usage error if what an event must have is missing.
    func check() throws {
        guard stream != nil, type != nil else {
            throw ValidationError("Give --stream and --type for one event, or --batch for many.")
        }
    }

    /// The event.
    func event(by actor: Actor) throws(StoreError) -> NewEvent {
        var event = NewEvent(
            stream: try StreamName(stream ?? ""), type: try EventType(type ?? ""), actor: actor,
            change: try change())
        event.reason = reason
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
        event.id = try id.map { text throws(StoreError) in
            guard let id = UUID(uuidString: text) else {
                throw StoreError(
                    .invalidArgument,
                    "the id \(text.quotedForMessage) is no UUID: write 36 characters like "
                        + "0190a2b4-7c1e-7000-8000-0123456789ab")
            }
            return id
        }
        try event.validate()
        return event
    }

    private func change() throws(StoreError) -> Change {
        var change = Change(deleted: deleted)
        if let data {
            let value = try JSONValue(
                parsing: try GivenText.bytes(data, "the data", limit: Limits.bodyBytesMax))
            guard let object = value.asObject else {
                throw StoreError(
                    .invalidArgument,
                    "the data is a JSON \(value.kindName): give an object, like {\"done\":true}")
            }
            change.data = object
        }
        change.unset = try unset.map { text throws(StoreError) in try JSONPointer(text) }
        return change
    }
}
