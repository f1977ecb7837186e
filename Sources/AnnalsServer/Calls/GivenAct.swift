import Annals
import AnnalsModel

/// What a request says of the act, beside what it changes: who, why, in which run, and what it
/// expects of the stream.
struct GivenAct: Sendable {
    /// Who does it.
    let actor: Actor
    /// Why, in words.
    let reason: String?
    /// The run or conversation that it belongs to.
    let correlation: String?
    /// The fleet's clock; nil for the current cycle.
    let cycle: Int64?
    /// What it says about the act and not about the thing.
    let context: JSONObject
    /// What is expected of the stream.
    let expected: ExpectedVersion

    /// The members of a body that say so.
    static let members: [(String, JSONObject)] = [
        ("reason", JSONSchema.nullable(["type": "string", "description": "Why."])),
        ("correlation", JSONSchema.nullable(Schemas.freeText("The run that it belongs to."))),
        (
            "cycle",
            [
                "type": ["integer", "null"], "minimum": 0, "maximum": 1_000_000_000,
                "description": "The fleet's clock.",
            ]
        ),
        (
            "context",
            ["type": ["object", "null"], "description": "What it says about the act alone."]
        ),
    ]

    /// The schema of a body: some members of its own, and those of an act.
    static func schema(
        _ own: [(String, JSONObject)], required: Set<String> = []
    ) -> JSONObject {
        JSONSchema.body(own + members, required: required)
    }

    /// Headers that an act has.
    static let parameters = [
        Parameters.ifMatch.description, Parameters.ifNoneMatch.description,
        Parameters.actorName.description, Parameters.actorKind.description,
        Parameters.traceParent.description,
    ]

    /// Reads what a request says.
    ///
    /// - Parameter given: Its body.
    init(_ call: Call, _ given: GivenObject) throws(StoreError) {
        actor = try call.actor()
        reason = try given.text("reason")
        let run = try given.text("correlation")
        correlation = if let run { run } else { try call.traceID() }
        cycle = try given.integer("cycle", from: 0)
        context = try given.object("context") ?? [:]
        expected = try call.expectation() ?? .any
    }
}

extension Call {
    /// What `If-Match` and `If-None-Match` expect of a stream that is changed; nil if nothing.
    func expectation() throws(StoreError) -> ExpectedVersion? {
        let expected = try value(Parameters.ifMatch)
        guard let none = try value(Parameters.ifNoneMatch) else { return expected }
        guard none == "*", expected == nil else {
            throw StoreError(
                .invalidArgument,
                "a change takes If-None-Match: * alone, or If-Match with one version")
        }
        return ExpectedVersion.none
    }

    /// The id of the trace that the request belongs to; nil if it says nothing of one.
    func traceID() throws(StoreError) -> String? {
        try value(Parameters.traceParent).flatMap { $0 }
    }

    /// The members of the body, which may be left out where its schema demands nothing.
    func given(_ schema: JSONObject) async throws -> GivenObject {
        let isEmpty = schema["required"]?.asArray?.isEmpty ?? true
        return try GivenObject(try await object(orEmpty: isEmpty), as: schema)
    }
}
