import AnnalsModel

/// Looks for events by what their contexts say.
struct ContextSearch {
    private let conditions: [ContextCondition]
    private let member = TextSearch("context")

    init(_ conditions: [ContextCondition]) {
        self.conditions = conditions
    }

    /// Whether the event of a body can match at all, told without reading it as JSON.
    func mayMatch(body: [UInt8]) -> Bool {
        member.matches(body: body)
    }

    /// Whether all that is asked for holds.
    func matches(_ event: Event) -> Bool {
        conditions.allSatisfy { $0.holds(in: event.context) }
    }
}
