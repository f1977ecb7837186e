import Annals
import AnnalsModel
import HTTPTypes

extension Route {
    private static let to = Parameters.free("to", "To whom they are.", isRequired: true)
    private static let processed = Parameter(
        flag: "processed", in: .query, "Whether those that were dealt with are listed too.")

    /// `GET /v1/messages`.
    static let listMessages: Route = .listing(
        "/v1/messages", "listMessages", "messages",
        "The messages to an agent that wait, or all of them, the newest last.",
        [to.description, processed.description]
    ) { call in
        let agent = try call.requiredValue(to)
        let processed = try call.value(processed) ?? false
        return { store in try store.inbox(of: agent, includingProcessed: processed) }
    }

    /// `GET /v1/messages/{id}`.
    static let readMessage: Route = .reading(
        "/v1/messages/{id}", "readMessage", "One message, now or at any moment."
    ) { store, id, moment in try store.message(id, at: moment) }

    /// `POST /v1/messages`.
    static let sendMessage: Route = .making(
        "/v1/messages", "sendMessage",
        "Sends a message, one delivery to each recipient, all or none.",
        [
            (
                "to",
                ["type": "array", "items": .object(Schemas.freeText()), "minItems": 1]
            ),
            ("content", ["description": "What it says: text, or any JSON."]),
            ("priority", ["type": ["string", "null"]]),
            ("tags", ["type": ["array", "null"], "items": ["type": "string"]]),
            (
                "sent_at",
                [
                    "type": ["string", "null"],
                    "description": "When; sent again with the same time it is the same message.",
                ]
            ),
            ("id", JSONSchema.nullable(Schemas.freeText("Of the one delivery that it then is."))),
            ("data", ["type": ["object", "null"], "description": "Other members."]),
        ], required: ["to", "content"], "messages"
    ) { store, given, act in
        var draft = MessageDraft(content: given.value("content") ?? .null)
        draft.to = try given.texts("to") ?? []
        if let word = try given.text("priority") { draft.priority = Priority(rawValue: word) }
        draft.tags = try given.texts("tags") ?? []
        draft.sentAt = try given.text("sent_at")
        draft.id = try given.text("id")
        draft.other = try given.object("data") ?? [:]
        return try store.send(
            draft, by: act.actor, reason: act.reason, correlation: act.correlation,
            cycle: act.cycle, context: act.context, expected: act.expected)
    }

    /// `POST /v1/messages/{id}/done`.
    static let finishMessage: Route = .changing(
        .post, "/v1/messages/{id}/done", "finishMessage", "Notes that a message was dealt with.",
        [("for", JSONSchema.nullable(Schemas.freeText("To whom it is, if to another.")))]
    ) { store, id, given, act in
        try store.markProcessed(
            id, for: try given.text("for"), by: act.actor, reason: act.reason,
            correlation: act.correlation, cycle: act.cycle, context: act.context,
            expected: act.expected)
    }
}
