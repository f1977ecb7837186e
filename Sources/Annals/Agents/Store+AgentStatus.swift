import AnnalsLog
public import AnnalsModel

// Agents: what they say of themselves.

extension Store {
    /// What is known of an agent.
    ///
    /// - Parameters:
    ///   - id: Its name, spelled as in files too: `agent_3` and `Captain Agent-3` are `Agent-3`,
    ///     unless there is an agent of exactly the given name.
    ///   - moment: As it was then.
    /// - Returns: nil if there is no such agent.
    public func agentStatus(
        _ id: String, at moment: Moment = .head
    ) throws(StoreError) -> AgentStatus? {
        try typed(try agentName(id), at: moment)
    }

    /// What is known of every agent, by name.
    ///
    /// - Throws: `notFound` if the projection `agent_workspaces` was removed.
    public func agentStatuses() throws(StoreError) -> [AgentStatus] {
        try listed { reader, _ in try reader.keys("SELECT agent_id FROM agent_workspaces") }
            .sorted { ExactString($0.id) < ExactString($1.id) }
    }

    /// Changes what is known of an agent; one that is not known yet is added.
    ///
    /// ```swift
    /// try store.updateAgentStatus("Agent-3", by: me) { agent in
    ///     agent.status = "ACTIVE"
    ///     agent.cycleCount = (agent.cycleCount ?? 0) + 1
    /// }
    /// ```
    ///
    /// Of updates at the same time none is lost: the closure gets the document as it is, and runs
    /// again if somebody else changed it meanwhile. Nothing is set that the closure does not set:
    /// when it was is in the event.
    ///
    /// - Parameters:
    ///   - id: Its name; see ``agentStatus(_:at:)-1imkh``.
    ///   - expected: What is expected of `agent/NAME`; a number of events that is not right is
    ///     refused at once.
    ///   - change: Changes it; it may run several times.
    ///   - cycle: The fleet's clock; nil for the current cycle.
    ///   - context: What it says about the act and not about the thing; never in the document.
    ///   - correlation: The run or conversation that it belongs to.
    ///   - actor: Who does it.
    ///   - reason: Why, in words.
    /// - Returns: What is known now. If nothing changed, no event was appended.
    /// - Throws: `invalidArgument` for a new one in a context of which nothing is set;
    ///   `versionConflict` if it is not as expected, or changed too often to get through;
    ///   what the closure and ``append(_:options:)-6rfjy`` throw.
    @discardableResult
    public func updateAgentStatus(
        _ id: String, by actor: Actor, reason: String? = nil, correlation: String? = nil,
        cycle: Int64? = nil, context: JSONObject = [:],
        expected: ExpectedVersion = .any,
        _ change: (inout AgentStatus) throws -> Void
    ) throws -> AgentStatus {
        let name = try agentName(id)
        let circumstances = Circumstances(
            actor: actor, reason: reason, correlation: correlation, cycle: cycle, context: context,
            expected: expected)
        return try edit(name, circumstances) { (before: AgentStatus?) in
            var agent = before ?? AgentStatus(id: name, document: [:], version: 0)
            try change(&agent)
            return (agent, before == nil ? "created" : "updated")
        }
    }

    /// The name under which an agent is known that somebody spells in some way.
    func agentName(_ spelled: String) throws(StoreError) -> String {
        try log.read { reader in try AgentNames(reader).name(spelled) }
    }
}

extension Timestamp {
    /// The second in RFC 3339, as documents claim times.
    var wholeSeconds: String { "\(rfc3339.prefix(19))Z" }
}
