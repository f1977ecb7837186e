import AnnalsModel

/// Schemas of what clients send, and of pages.
enum EventSchemas {
    /// An event to append.
    static let event: JSONObject = [
        "type": "object",
        "description": "An event to append; null equals absence.",
        "properties": [
            "stream": .object(described(Schemas.stream, "The stream, as `category/id`.")),
            "type": .object(described(Schemas.type, "What happened, as `category.verb`.")),
            "actor": .object(JSONSchema.nullable(Schemas.freeText("Who did it."))),
            "kind": ["enum": ["agent", "human", "service", "system", nil]],
            "data": [
                "type": ["object", "null"], "description": "What is merged over the document.",
            ],
            "unset": [
                "type": ["array", "null"], "items": .object(Schemas.memberPointer),
                "description": "JSON Pointers of what goes away.",
            ],
            "deleted": ["type": ["boolean", "null"], "description": "Whether the document ends."],
            "context": [
                "type": ["object", "null"],
                "description": "What it says about the act and not about the thing.",
            ],
            "reason": ["type": ["string", "null"], "description": "Why."],
            "correlation": .object(JSONSchema.nullable(Schemas.freeText())),
            "causation": [
                "anyOf": [
                    ["type": "integer", "minimum": 1], .object(Schemas.uuid), ["type": "null"],
                ],
                "description":
                    "Position or id of its cause; negative ones count back within the batch.",
            ],
            "id": .object(
                JSONSchema.nullable(
                    described(Schemas.uuid, "By which it is known if it comes again."))),
            "cycle": ["type": ["integer", "null"], "minimum": 0],
            "occurred_at": .object(
                JSONSchema.nullable(["type": "string", "format": "date-time"])),
            "expect": [
                "anyOf": [
                    ["type": "integer", "minimum": 0], ["enum": ["none", "exists", "any"]],
                    ["type": "null"],
                ],
                "description": "The stream's version: a number, `none`, `exists` or `any`.",
            ],
        ],
        "required": ["stream", "type"],
    ]

    private static func described(_ schema: JSONObject, _ meaning: String) -> JSONObject {
        var schema = schema
        schema["description"] = .string(meaning)
        return schema
    }

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
        var properties = schema["properties"]?.asObject ?? [:]
        properties.removeValue(forKey: "stream")
        schema["properties"] = .object(properties)
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
