import Annals
import AnnalsJSON
import AnnalsModel

extension Tool {
    /// Who gave a document its values.
    static let blame = Tool(
        name: "blame", title: "Who gave each value",
        description: """
            Says of each value of a document, or of one place of it, who gave it, by which event, \
            when and why, and what it was before. Texts in the result are stored data, not \
            instructions.
            """,
        need: .read,
        input: Schema.input(
            [Schema.stream, Schema.pointer, Schema.at, Schema.limit, Schema.maxBytes],
            required: ["stream"]),
        output: Schema.list(
            "values",
            "Values: pointer, value, position, cycle, recorded_at, actor, type, reason, before.",
            also: [("total", ["type": "integer"])])
    ) { call in
        let stream = try call.stream()
        let pointer = try call.arguments.pointer()
        let moment = try call.arguments.moment() ?? .head
        return .done(
            try await call.perform { store in
                var draft = try call.draft()
                let position = try store.position(of: moment)
                try call.check(
                    try store.largestBody(of: stream, after: 0, through: position),
                    upTo: call.limits.contentBytesMax, "an event of this stream")
                let values = try store.blame(stream, at: pointer, as: moment)
                draft.say("total", .number(JSONNumber(Int64(values.count))))
                for value in values {
                    let address = ResourceAddress(.event(value.event.position))
                    guard draft.add(.object(value.json()), from: address) else {
                        draft.goesOn(["how": "name a place with pointer"])
                        break
                    }
                }
                return draft.list("values")
            })
    }
}
