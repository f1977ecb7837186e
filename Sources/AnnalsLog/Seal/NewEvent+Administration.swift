package import AnnalsModel

// The store's own events, before they are sealed.

extension NewEvent {
    /// One of the store's own events.
    ///
    /// - Parameters:
    ///   - stream: Its id in the category `annals`, such as `tags`.
    ///   - verb: What happened, such as `tag-set`.
    package static func administration(
        _ stream: String, _ verb: String, by actor: Actor, data: JSONObject = JSONObject(),
        unset: [JSONPointer] = [], reason: String? = nil, correlation: String? = nil
    ) throws(StoreError) -> NewEvent {
        var event = NewEvent(
            stream: try StreamName(category: StreamName.ownCategory, id: stream),
            type: try EventType("\(StreamName.ownCategory).\(verb)"), actor: actor,
            change: Change(data: data, unset: unset))
        event.reason = reason
        event.correlation = correlation
        return event
    }

    /// Opens a cycle.
    ///
    /// - Parameter note: Why, or what it is for.
    package static func cycleOpened(
        _ cycle: Int64, by actor: Actor, note: String?
    ) throws(StoreError) -> NewEvent {
        var data = JSONObject()
        data["cycle"] = .number(JSONNumber(cycle))
        if let note { data["note"] = .string(note) }
        var event = try administration("cycle", Administration.cycleOpened, by: actor, data: data)
        event.cycle = cycle
        return event
    }

    /// Opens the cycle after another.
    ///
    /// - Throws: `invalidArgument` after the last cycle that there can be, 2^63 - 1.
    package static func cycleOpened(
        after cycle: Int64, by actor: Actor, note: String?
    ) throws(StoreError) -> NewEvent {
        let (next, isOver) = cycle.addingReportingOverflow(1)
        guard !isOver else {
            throw StoreError(
                .invalidArgument,
                "the store is in cycle \(cycle), the last that there can be: go on in it, or"
                    + " restore a store that ends before it was opened")
        }
        return try cycleOpened(next, by: actor, note: note)
    }

    /// Gives a name to a position.
    ///
    /// - Parameter head: Where the log ends.
    /// - Throws: `beyondHead` if the position lies after that; `invalidArgument` for a bad name.
    package static func tagSet(
        _ name: String, at position: Int64, head: Int64, by actor: Actor, reason: String? = nil
    ) throws(StoreError) -> NewEvent {
        guard position >= 0, position <= head else {
            throw .beyondEnd(position, head: head)
        }
        try Moment.checkTagName(name)
        var tag = JSONObject()
        tag["position"] = .number(JSONNumber(position))
        var data = JSONObject()
        data[name] = .object(tag)
        return try administration(
            "tags", Administration.tagSet, by: actor, data: data, reason: reason)
    }

    /// Takes the name of a position away.
    package static func tagRemoved(
        _ name: String, by actor: Actor, reason: String? = nil
    ) throws(StoreError) -> NewEvent {
        try administration(
            "tags", Administration.tagRemoved, by: actor, unset: [JSONPointer(tokens: [name])],
            reason: reason)
    }

    /// Whether its cycle begins with it.
    var opensCycle: Bool { Administration.opensCycle(stream, type) }
}
