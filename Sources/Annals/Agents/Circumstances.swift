import AnnalsModel

/// Who does something to a document, why, and what is expected of it.
struct Circumstances {
    let actor: Actor
    let reason: String?
    let correlation: String?
    let cycle: Int64?
    let expected: ExpectedVersion

    init(
        _ actor: Actor, _ reason: String?, _ correlation: String?, _ cycle: Int64?,
        _ expected: ExpectedVersion
    ) {
        self.actor = actor
        self.reason = reason
        self.correlation = correlation
        self.cycle = cycle
        self.expected = expected
    }

    /// The event that makes a change.
    func event(
        _ stream: StreamName, _ verb: String, _ change: Change, expected: ExpectedVersion
    ) throws(StoreError) -> NewEvent {
        let event = NewEvent(
            stream: stream, type: try EventType("\(stream.category).\(verb)"), actor: actor,
            change: change, reason: reason, cycle: cycle, correlation: correlation,
            expected: expected)
        try event.validate()
        return event
    }
}
