import Annals
import AnnalsJSON
import AnnalsModel
import Hummingbird

extension Route {
    /// `POST /v1/rollbacks`.
    static let rollBack = Route(
        .post, "/v1/rollbacks", "rollBack", in: "Looking back",
        "Takes events back: says what would become of documents, or does it (`dry_run: false`).",
        for: .rollback,
        [Parameters.actorName.description, Parameters.actorKind.description],
        body: BodyDescription([(.json, RollbackRequest.schema)]),
        [
            AnswerDescription(
                .ok, "The plan, of which nothing was done; or what was done.",
                [
                    (
                        .json,
                        JSONSchema.object(
                            [
                                ("dry_run", ["type": "boolean"]),
                                ("expect_head", ["type": "integer", "format": "int64"]),
                                ("summary", JSONSchema.of(RollbackSummary.self)),
                                ("plan", JSONSchema.list(of: JSONSchema.of(RollbackStep.self))),
                                ("truncated", ["type": "boolean"]),
                            ], optional: ["expect_head", "plan", "truncated"])
                    )
                ])
        ],
        problems: [.conflict, .preconditionFailed]
    ) { call in
        let request = try RollbackRequest(try await call.given(RollbackRequest.schema), call)
        return try await request.isDry ? request.plan(call) : request.apply(call)
    }
}

/// Which events are taken back, and whether that is only planned.
private struct RollbackRequest: Sendable {
    /// Steps that a plan lists.
    private static let planned = 1_000

    let isDry: Bool
    private let moment: Moment
    private let scope: RollbackScope
    private let reason: String?
    private let expectedHead: Int64?

    static let schema: JSONObject = {
        var schema = members
        // What is done has a reason.
        schema["if"] = [
            "properties": ["dry_run": ["const": false]], "required": ["dry_run"],
        ]
        schema["then"] = [
            "properties": ["reason": ["type": "string", "minLength": 1]], "required": ["reason"],
        ]
        return schema
    }()
    private static let members: JSONObject = JSONSchema.body(
        [
            (
                "to",
                Schemas.moment
            ),
            ("stream", JSONSchema.nullable(Schemas.stream)),
            ("category", JSONSchema.nullable(Schemas.category)),
            ("actor", JSONSchema.nullable(Schemas.freeText("Events by one actor alone."))),
            ("correlation", JSONSchema.nullable(Schemas.freeText("Events of one run alone."))),
            (
                "dry_run",
                ["type": ["boolean", "null"], "description": "True unless given: only a plan."]
            ),
            (
                "reason",
                ["type": ["string", "null"], "description": "Why; needed where it is done."]
            ),
            (
                "expect_head",
                [
                    "type": ["integer", "null"], "minimum": 0, "maximum": 9_007_199_254_740_991,
                    "description": "The head of the plan: refuse if the scope moved since.",
                ]
            ),
        ], required: ["to"])

    init(_ given: GivenObject, _ call: Call) throws(StoreError) {
        guard let to = try given.moment("to") else {
            throw StoreError(
                .invalidArgument, "say with to which moment comes back, such as \"head~3\"")
        }
        moment = try call.caller.checked(to)
        scope = RollbackScope(
            stream: try given.text("stream").map { text throws(StoreError) in
                try StreamName(text)
            },
            category: try given.text("category") ?? call.caller.onlyCategory,
            actor: try given.text("actor"), correlation: try given.text("correlation"))
        isDry = try given.flag("dry_run") ?? true
        reason = try given.text("reason")
        expectedHead = try given.integer("expect_head", from: 0)
        try call.caller.demand(scope)
    }

    /// Says what would be done.
    func plan(_ call: Call) async throws -> Response {
        let (steps, summary) = try await preview(call)
        return .json(
            .object([
                "dry_run": .bool(true), "expect_head": .number(JSONNumber(summary.head)),
                "summary": .object(summary.json()),
                "plan": .array(steps.prefix(Self.planned).map { .object($0.json()) }),
                "truncated": .bool(steps.count > Self.planned),
            ]))
    }

    /// Does it.
    func apply(_ call: Call) async throws -> Response {
        guard let reason, !reason.isEmpty else {
            throw StoreError(
                .invalidArgument,
                "a rollback needs a reason: say with reason why the events are taken back")
        }
        var expected = expectedHead
        if !call.caller.reachesAll {
            // What goes along with what is named may be in categories that it does not reach.
            let seen = try await preview(call).summary.head
            expected = min(expected ?? seen, seen)
        }
        let (actor, head) = (try call.actor(), expected)
        let summary = try await call.long { store in
            try store.rollback(
                to: moment, scope, by: actor, reason: reason, expectedHead: head)
        }
        return .json(.object(["dry_run": .bool(false), "summary": .object(summary.json())]))
    }

    /// - Throws: `notAllowed` where a stream takes part that the caller does not reach.
    private func preview(
        _ call: Call
    ) async throws -> (steps: [RollbackStep], summary: RollbackSummary) {
        let caller = call.caller
        return try await call.long { store in
            try store.previewRollback(to: moment, scope, for: caller, steps: Self.planned)
        }
    }
}
