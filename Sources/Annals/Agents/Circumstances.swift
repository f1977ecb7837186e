import AnnalsModel

/// Who does something to a document, why, in what context, and what is expected of it.
struct Circumstances {
    let actor: Actor
    let reason: String?
    let correlation: String?
    let cycle: Int64?
    let context: JSONObject
    let expected: ExpectedVersion

    /// The event that makes a change, or a document of nothing where the change is empty.
    ///
    /// - Throws: `invalidArgument` for an empty change in a context, which would be a fact and make
    ///   no document; what ``AnnalsModel/NewEvent/validate()`` throws.
    func event(
        _ stream: StreamName, _ verb: String, _ change: Change, expected: ExpectedVersion
    ) throws(StoreError) -> NewEvent {
        guard !change.isEmpty || context.isEmpty else {
            throw StoreError(
                .invalidArgument,
                "\(stream.description.quotedForMessage) would have a context alone, which makes "
                    + "no document: set something, or leave the context out")
        }
        let event = NewEvent(
            stream: stream, type: try EventType("\(stream.category).\(verb)"), actor: actor,
            change: change, reason: reason, context: context, cycle: cycle,
            correlation: correlation, expected: expected)
        try event.validate()
        return event
    }
}

extension Store {
    /// For whom somebody acts, and the context that says so where it is another than himself.
    ///
    /// - Parameter agent: For whom, in any spelling; nil for the actor.
    /// - Throws: `invalidName`.
    func acting(
        for agent: String?, by actor: Actor, in context: JSONObject
    ) throws(StoreError) -> (agent: String, context: JSONObject) {
        let name = try agentName(agent ?? actor.name)
        var context = context
        if try !name.hasSameBytes(as: agentName(actor.name)) {
            context["on_behalf_of"] = .string(name)
        }
        return (name, context)
    }
}
