import AnnalsModel

/// Schemas of what clients send, and of pages.
enum EventSchemas {
    /// An event to append.
    static let event: JSONObject = [
        "type": "object",
        "description": "An event to append; null equals absence.",
        "properties": [
            "stream": ["type": "string", "description": "The stream, as `category/id`."],
            "type": ["type": "string", "description": "What happened, as `category.verb`."],
            "actor": ["type": ["string", "null"], "description": "Who did it."],
            "kind": ["enum": ["agent", "human", "service", "system", nil]],
            "data": [
                "type": ["object", "null"], "description": "What is merged over the document.",
            ],
            "unset": [
                "type": ["array", "null"], "items": ["type": "string"],
                "description": "JSON Pointers of what goes away.",
            ],
            "deleted": ["type": ["boolean", "null"], "description": "Whether the document ends."],
            "context": [
                "type": ["object", "null"],
                "description": "What it says about the act and not about the thing.",
            ],
            "reason": ["type": ["string", "null"], "description": "Why."],
            "correlation": ["type": ["string", "null"]],
            "causation": [
                "type": ["integer", "string", "null"],
                "description": "Position or id of its cause; -1 is the event before it.",
            ],
            "id": [
                "type": ["string", "null"], "format": "uuid",
                "description": "By which it is known if it comes again.",
            ],
            "cycle": ["type": ["integer", "null"]],
            "occurred_at": ["type": ["string", "null"], "format": "date-time"],
            "expect": [
                "type": ["integer", "string", "null"],
                "description": "The stream's version: a number, `none`, `exists` or `any`.",
            ],
        ],
        "required": ["stream", "type"],
    ]

    /// One event, or several that are stored together or not at all.
    static let eventOrBatch: JSONObject = [
        "oneOf": [
            .object(JSONSchema.reference(to: "NewEvent")),
            .object(
                JSONSchema.object([
                    ("events", JSONSchema.list(of: JSONSchema.reference(to: "NewEvent")))
                ])),
        ]
    ]

    /// An event of a stream that the path names.
    static let streamEvent: JSONObject = {
        var schema = event
        schema["description"] = "An event to append to the stream of the path."
        schema["required"] = ["type"]
        return schema
    }()

    /// A page of results under a name, and where it goes on.
    static func page(_ name: String, of items: JSONObject) -> JSONObject {
        JSONSchema.object([
            (name, JSONSchema.list(of: items)), ("next", JSONSchema.nullable(["type": "string"])),
        ])
    }
}
