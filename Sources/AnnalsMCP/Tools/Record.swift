import Annals
import AnnalsJSON
import AnnalsModel

extension Tool {
    /// Appends an event.
    static let record = Tool(
        name: "record", title: "Append one event",
        description: """
            Appends one event to a stream, and returns when it is durable. data is merged over the \
            stream's document, unset takes places away. Say why in reason. expect refuses it \
            unless the stream is at that version; with an id the same call twice appends once. You \
            are the actor. Nothing can be overwritten, and what was wrong is rolled back by \
            further events.
            """,
        need: .append,
        hints: Hints(isReadOnly: false, isDestructive: false, isIdempotent: false),
        input: Schema.input(
            [
                Schema.stream,
                ("type", Schema.text("What happened, as category.verb, such as task.claimed.")),
                ("data", Schema.object("Members that are merged over the document.")),
                ("unset", Schema.texts("JSON Pointers of what goes away.")),
                ("deleted", Schema.flag("Whether the document ends.")),
                ("reason", Schema.text("Why, in words.")),
                ("context", Schema.object("What it says about the act and not the thing.")),
                ("correlation", Schema.text("The run or conversation that it is part of.")),
                ("causation", Schema.integer("Position of the event that caused it.", from: 1)),
                ("id", Schema.text("A UUID by which it is known if it comes again.")),
                (
                    "expect",
                    [
                        "type": ["integer", "string"],
                        "description": "The stream's version: a number, none, exists or any.",
                    ]
                ), ("occurred_at", Schema.text("When it happened, RFC 3339.")),
            ], required: ["stream", "type"]),
        output: Schema.output(
            [
                ("position", ["type": "integer"]), ("version", ["type": "integer"]),
                ("cycle", ["type": "integer"]), ("recorded_at", ["type": "string"]),
                ("resource", ["type": "string"]),
            ],
            optional: [
                ("known", Schema.flag("Whether its id was known: nothing was appended.")),
                ("erased", Schema.flag("Whether the event of that id was erased since.")),
            ])
    ) { call in
        let event = try NewEvent(json: call.arguments.json, defaultActor: call.access.actor)
        try call.access.demand(event.stream.category)
        let receipt = try await call.store.append(
            event, options: AppendOptions(for: call.access.categories))
        var result: JSONObject = ["untrusted": true]
        for (name, value) in receipt.json() { result[name] = value }
        result["resource"] = .string(ResourceAddress(.event(receipt.position)).uri)
        return .done(result)
    }
}
