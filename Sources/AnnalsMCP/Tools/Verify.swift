import Annals
import AnnalsJSON
import AnnalsModel

extension Tool {
    /// Whether the store is as its events say.
    static let verify = Tool(
        name: "verify", title: "Verify the store",
        description: """
            Derives the whole store again from its events, and says whether it is as they say: \
            outcome is verified, damaged or unknown. Takes seconds for some 100,000 events. \
            Without a checkpoint that was kept elsewhere it cannot show that nobody rewrote \
            everything; limits in the result says so.
            """,
        need: .readAll,
        input: Schema.input([
            (
                "scope",
                Schema.words(
                    "log looks at events and their tree alone; everything unless given.",
                    ["log", "everything"])
            ), Schema.maxBytes,
        ]),
        output: Schema.output([
            ("outcome", ["enum": ["verified", "damaged", "unknown"]]),
            ("verification", ["type": "object"]),
        ])
    ) { call in
        let scope = try call.arguments.word("scope", of: ["log", "everything"])
        return .done(
            try await call.perform { store in
                var draft = try call.draft()
                var listed: [VerificationFinding] = []
                let report = try store.verify(
                    VerificationOptions(scope == "log" ? .log : .everything),
                    run: LongRun(isCancelled: { call.cancel.isCancelled })
                ) { finding in
                    if listed.count < findingsMax { listed.append(finding) }
                }
                draft.say("outcome", .string(report.outcome.rawValue))
                draft.say(
                    "verification",
                    fitted: .object(VerifiedStore(report, listed: listed).json()), from: nil)
                return draft.alone()
            })
    }

    /// Findings that are listed; the others are counted.
    private static let findingsMax = 20
}
