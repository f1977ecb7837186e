package import AnnalsModel

// Administration is events too, so that who set a tag is as answerable as who changed a task.

extension AppendTransaction {
    /// Appends one of the store's own events.
    ///
    /// - Parameters:
    ///   - stream: Its id in the category `annals`, such as `tags`.
    ///   - verb: What happened, such as `tag-set`.
    ///   - isLenient: Whether a projection that refuses the event only notes it.
    package func administer(
        _ stream: String, _ verb: String, by actor: Actor, data: JSONObject = JSONObject(),
        unset: [JSONPointer] = [], reason: String? = nil, correlation: String? = nil,
        isLenient: Bool = false
    ) throws(StoreError) -> Receipt {
        var event = NewEvent(
            stream: try StreamName(category: StreamName.ownCategory, id: stream),
            type: try EventType("\(StreamName.ownCategory).\(verb)"), actor: actor,
            change: Change(data: data, unset: unset))
        event.reason = reason
        event.correlation = correlation
        var options = AppendOptions.administration
        options.isLenient = isLenient
        return try append([event], options)[0]
    }

    /// Gives a name to a position.
    ///
    /// - Throws: `beyondHead` if the position lies after the end.
    package func setTag(
        _ name: String, at position: Int64, by actor: Actor, reason: String? = nil
    ) throws(StoreError) -> Receipt {
        guard position >= 0, position <= head else {
            throw StoreError(
                .beyondHead,
                "position \(position) lies beyond the end: the log ends at position \(head)")
        }
        try Moment.checkTagName(name)
        var tag = JSONObject()
        tag["position"] = .number(JSONNumber(position))
        var data = JSONObject()
        data[name] = .object(tag)
        return try administer(
            "tags", Administration.tagSet, by: actor, data: data, reason: reason)
    }
}

extension AppendTransaction {
    /// The position that a moment names, this transaction's own events included.
    package func position(of moment: Moment) throws(StoreError) -> Int64 {
        try reader.position(of: moment, head: head)
    }
}
