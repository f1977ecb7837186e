import Annals
import AnnalsJSON
import AnnalsModel

extension Tool {
    /// Does what a preview showed.
    static let rollbackApply = Tool(
        name: "rollback_apply", title: "Roll back as previewed",
        description: """
            Does what rollback_preview showed, by appending events: nothing is lost, and it can be \
            rolled back itself. Needs the token of the preview, which is used up, and a reason. \
            The person is asked first where the client can do that.
            """,
        need: .rollback,
        hints: Hints(isReadOnly: false, isDestructive: true, isIdempotent: false),
        input: Schema.input(
            [
                ("token", Schema.text("The token of the preview.")),
                ("reason", Schema.text("Why, in words.")), Schema.maxBytes,
            ], required: ["token", "reason"]),
        output: Schema.output([
            ("applied", ["type": "boolean"]), ("summary", ["type": "object"]),
        ])
    ) { call in
        let reason = try call.arguments.needed("reason")
        let token = try call.arguments.needed("token")
        if case .byResult(let state?, let answer) = call.asking {
            let preview = try call.answered(state, reason)
            try checkAnswer(answer)
            return .done(try await call.apply(preview, reason))
        }
        guard case .preview(let preview) = try call.previews.take(token),
            preview.access == call.access
        else { throw StoreError(.notFound, "there is no such preview: make one") }
        switch call.asking {
        case .cannot: break
        case .byResult:
            let state = call.previews.keep(.question(preview, reason: reason), call.limits)
            return .asks(question: question(preview), state: state)
        case .byRequest(let ask):
            try checkAnswer(try await ask(question(preview)))
        }
        return .done(try await call.apply(preview, reason))
    }

    /// What the person is asked: figures and positions alone, nothing that somebody stored.
    private static func question(_ preview: PreviewTable.Preview) -> JSONObject {
        [
            "method": "elicitation/create",
            "params": [
                "mode": "form",
                "message": .string(
                    "Roll back to position \(preview.to)? Documents that change: "
                        + "\(preview.changed). Another rollback can undo it."),
                "requestedSchema": [
                    "type": "object",
                    "properties": [
                        "confirm": ["type": "boolean", "title": "Roll back"]
                    ],
                    "required": ["confirm"],
                ],
            ],
        ]
    }

    private static func checkAnswer(_ answer: JSONObject?) throws(StoreError) {
        guard answer?["action"] == "accept",
            answer?["content"]?.asObject?["confirm"] == .bool(true)
        else {
            throw StoreError(
                .notAllowed, "the person did not agree, and nothing was changed: ask them why")
        }
    }
}

extension ToolCall {
    /// The preview whose question was answered.
    ///
    /// - Throws: `notFound` where the state is of no question, or of one of another call.
    fileprivate func answered(
        _ state: String, _ reason: String
    ) throws(StoreError) -> PreviewTable.Preview {
        guard case .question(let preview, let asked) = try previews.take(state),
            preview.access == access, asked == reason
        else { throw StoreError(.notFound, "there is no such question: make a new preview") }
        return preview
    }

    /// Rolls back, unless the scope moved since the preview.
    fileprivate func apply(
        _ preview: PreviewTable.Preview, _ reason: String
    ) async throws -> JSONObject {
        let summary = try await store.rollback(
            to: .position(preview.to), preview.scope, by: access.actor, reason: reason,
            expectedHead: preview.head)
        var draft = try draft()
        draft.say("applied", .bool(true))
        draft.say("summary", fitted: .object(summary.json()), from: nil)
        return draft.alone()
    }
}
