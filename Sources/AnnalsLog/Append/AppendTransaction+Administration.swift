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
        let event = try NewEvent.administration(
            stream, verb, by: actor, data: data, unset: unset, reason: reason,
            correlation: correlation)
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
        try append(
            [try .tagSet(name, at: position, head: head, by: actor, reason: reason)],
            .administration)[0]
    }
}

extension AppendTransaction {
    /// The position that a moment names, this transaction's own events included.
    package func position(of moment: Moment) throws(StoreError) -> Int64 {
        try reader.position(of: moment, head: head)
    }
}
