public import AnnalsModel

// Configuration: values under keys.

extension Store {
    /// A configuration as it was at a moment.
    ///
    /// - Parameters:
    ///   - key: Its key; of a file, its path below the folder `config`, like `coordinates.json`.
    ///   - moment: As it was then.
    /// - Returns: nil if there was none of the key.
    public func configuration(
        _ key: String, at moment: Moment = .head
    ) throws(StoreError) -> ConfigurationEntry? {
        try typed(key, at: moment)
    }

    /// Gives every configuration, by key.
    package func forEachConfiguration(_ body: (ConfigurationEntry) throws -> Void) throws {
        let streams = streams(category: ConfigurationEntry.category)
        while let stream = try streams.next() {
            // One that was deleted has a stream and no document.
            if let entry = try configuration(stream.name.id) { try body(entry) }
        }
    }

    /// Sets a configuration, or one place in it: `config.created` or `config.updated`.
    ///
    /// - Parameters:
    ///   - key: Its key.
    ///   - value: What it is to be; a value that is no object is kept as the member `value`.
    ///   - pointer: Only this place in it; nil for the whole. Objects that lead to it are made.
    ///   - expected: What is expected of the stream.
    ///   - reason: Why, in words.
    ///   - cycle: The fleet's clock; nil for the current cycle.
    ///   - context: What it says about the act and not about the thing; never in the document.
    ///   - actor: Who does it.
    ///   - correlation: The run or conversation that it belongs to.
    /// - Returns: The configuration now. If it was so already, no event was appended.
    /// - Throws: `invalidPointer` if the place is inside something that is no object,
    ///   `invalidArgument` for a new one that is `{}` in a context; `versionConflict`.
    @discardableResult
    public func setConfiguration(
        _ key: String, to value: JSONValue, at pointer: JSONPointer? = nil, by actor: Actor,
        reason: String? = nil, correlation: String? = nil, cycle: Int64? = nil,
        context: JSONObject = [:],
        expected: ExpectedVersion = .any
    ) throws -> ConfigurationEntry {
        try updateConfiguration(
            key, by: actor, reason: reason, correlation: correlation, cycle: cycle,
            context: context,
            expected: expected
        ) { entry in
            guard let pointer, !pointer.isRoot else {
                entry.value = value
                return
            }
            // A configuration that is no object has one place, the member that it stands in.
            let isBare = entry.value.asObject == nil && pointer.tokens.first != "value"
            for count in (isBare ? 0 : 1)..<pointer.tokens.count {
                let way = JSONPointer(tokens: Array(pointer.tokens.prefix(count)))
                guard let inner = count == 0 ? entry.value : entry.document.value(at: way),
                    inner.asObject == nil
                else { continue }
                throw StoreError(
                    .invalidPointer,
                    "the configuration \(key.quotedForMessage) has a JSON \(inner.kindName) at "
                        + "\(way.description.quotedForMessage), which has no members to set: set "
                        + "that as a whole")
            }
            entry.document.set(value, at: pointer.tokens[...])
        }
    }

    /// Changes a configuration; one that is not there yet is made.
    ///
    /// Of updates at the same time none is lost: the closure gets it as it is, and runs again if
    /// somebody else changed it meanwhile.
    ///
    /// - Parameters:
    ///   - key: Its key.
    ///   - expected: What is expected of `config/KEY`.
    ///   - change: Changes it; it may run several times.
    ///   - cycle: The fleet's clock; nil for the current cycle.
    ///   - context: What it says about the act and not about the thing; never in the document.
    ///   - reason: Why, in words.
    ///   - correlation: The run or conversation that it belongs to.
    ///   - actor: Who does it.
    /// - Returns: The configuration now. If nothing changed, no event was appended.
    /// - Throws: `versionConflict`; `invalidArgument` for a new one in a context of which nothing
    ///   is set; what the closure throws.
    @discardableResult
    public func updateConfiguration(
        _ key: String, by actor: Actor, reason: String? = nil, correlation: String? = nil,
        cycle: Int64? = nil, context: JSONObject = [:],
        expected: ExpectedVersion = .any,
        _ change: (inout ConfigurationEntry) throws -> Void
    ) throws -> ConfigurationEntry {
        let circumstances = Circumstances(
            actor: actor, reason: reason, correlation: correlation, cycle: cycle, context: context,
            expected: expected)
        return try edit(key, circumstances) { (before: ConfigurationEntry?) in
            var entry = before ?? ConfigurationEntry(id: key, document: [:], version: 0)
            try change(&entry)
            return (entry, before == nil ? "created" : "updated")
        }
    }
}
