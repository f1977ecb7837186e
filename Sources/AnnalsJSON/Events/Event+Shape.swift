package import AnnalsModel

extension Event: JSONResult {
    /// The JSON of an event; ``Event/json()`` makes it, since events come by the million.
    package static let shape = JSONShape<Event>(
        "Event", "A stored event with everything it says.",
        [JSONMember(members) { event, object in object.merge(members: event.json()) }])

    private static let members = [
        JSONMemberDescription("position", .integer, "Its place in the log, from 1, without gaps."),
        JSONMemberDescription("stream", .stream, "The stream that it belongs to."),
        JSONMemberDescription("version", .integer, "Its place in the stream, from 1."),
        JSONMemberDescription("type", .text, "What happened, `category.verb`."),
        JSONMemberDescription("actor", .text, "Name of who did it."),
        JSONMemberDescription("kind", Actor.Kind.jsonType, "What sort of actor did it."),
        JSONMemberDescription("cycle", .integer, "The cycle that it belongs to, from 0."),
        JSONMemberDescription(
            "recorded_at", .time, "When it was stored; never before the event in front of it."),
        JSONMemberDescription(
            "occurred_at", .time, "When it happened, as the caller claimed.",
            .absent("if nothing was claimed")),
        JSONMemberDescription(
            "reason", .text, "Why it was done.", .absent("if none was given, or it was erased")),
        JSONMemberDescription(
            "correlation", .text, "The run or conversation that it is part of.",
            .absent("if it is part of none")),
        JSONMemberDescription(
            "causation", .integer, "Position of the event that caused it.",
            .absent("if none is named")),
        JSONMemberDescription(
            "id", .uuid, "The caller's id of it, the idempotency key.", .absent("if none was given")
        ),
        JSONMemberDescription(
            "data", .object, "Members that are merged into the stream's document.",
            .absent("if it sets nothing, or was erased")),
        JSONMemberDescription(
            "unset", .list(.pointer), "Places of the document that go away before `data` merges.",
            .absent("if it takes nothing away, or was erased")),
        JSONMemberDescription(
            "deleted", .boolean, "Whether it ends the document: `true`.",
            .absent("if it does not")),
        JSONMemberDescription(
            "context", .object, "What it says about the act and not about the thing.",
            .absent("if it says nothing, or was erased")),
        JSONMemberDescription(
            "erased", .boolean, "Whether its content was erased: `true`.",
            .absent("if it was not")),
    ]
}

extension JSONObject {
    /// Sets the members of another object, in its order.
    mutating func merge(members other: JSONObject) {
        for (name, member) in other { self[name] = member }
    }
}
