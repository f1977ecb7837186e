public import AnnalsModel

// The agents, awaited.

extension Store {
    /// Awaits `agentStatus(_:at:)`.
    public func agentStatus(_ id: String, at moment: Moment = .head) async throws -> AgentStatus? {
        try await perform { store in try store.agentStatus(id, at: moment) }
    }

    /// Awaits `agentStatuses()`.
    public func agentStatuses() async throws -> [AgentStatus] {
        try await perform { store in try store.agentStatuses() }
    }

    /// Awaits `updateAgentStatus(_:by:reason:…)`.
    @discardableResult
    public func updateAgentStatus(
        _ id: String, by actor: Actor, reason: String? = nil, correlation: String? = nil,
        cycle: Int64? = nil, context: JSONObject = [:],
        expected: ExpectedVersion = .any,
        _ change: @escaping @Sendable (inout AgentStatus) throws -> Void
    ) async throws -> AgentStatus {
        try await perform { store in
            try store.updateAgentStatus(
                id, by: actor, reason: reason, correlation: correlation, cycle: cycle,
                context: context,
                expected: expected, change)
        }
    }

    /// Awaits `task(_:at:)`.
    public func task(_ id: String, at moment: Moment = .head) async throws -> AgentTask? {
        try await perform { store in try store.task(id, at: moment) }
    }

    /// Awaits `createTask(_:by:reason:…)`.
    @discardableResult
    public func createTask(
        _ draft: TaskDraft, by actor: Actor, reason: String? = nil, correlation: String? = nil,
        cycle: Int64? = nil, context: JSONObject = [:],
        expected: ExpectedVersion = .any
    ) async throws -> AgentTask {
        try await perform { store in
            try store.createTask(
                draft, by: actor, reason: reason, correlation: correlation, cycle: cycle,
                context: context,
                expected: expected)
        }
    }

    /// Awaits `updateTask(_:as:by:…)`.
    @discardableResult
    public func updateTask(
        _ id: String, as verb: String = "updated", by actor: Actor, reason: String? = nil,
        correlation: String? = nil, cycle: Int64? = nil, context: JSONObject = [:],
        expected: ExpectedVersion = .any,
        _ change: @escaping @Sendable (inout AgentTask) throws -> Void
    ) async throws -> AgentTask {
        try await perform { store in
            try store.updateTask(
                id, as: verb, by: actor, reason: reason, correlation: correlation, cycle: cycle,
                context: context,
                expected: expected, change)
        }
    }

    /// Awaits `claim(_:for:by:…)`.
    @discardableResult
    public func claim(
        _ id: String, for agent: String? = nil, by actor: Actor, reason: String? = nil,
        correlation: String? = nil, cycle: Int64? = nil, context: JSONObject = [:],
        expected: ExpectedVersion = .any
    ) async throws -> AgentTask {
        try await perform { store in
            try store.claim(
                id, for: agent, by: actor, reason: reason, correlation: correlation, cycle: cycle,
                context: context,
                expected: expected)
        }
    }

    /// Awaits `complete(_:for:deliverables:by:…)`.
    @discardableResult
    public func complete(
        _ id: String, for agent: String? = nil, deliverables: [JSONValue]? = nil, by actor: Actor,
        reason: String? = nil, correlation: String? = nil, cycle: Int64? = nil,
        context: JSONObject = [:],
        expected: ExpectedVersion = .any
    ) async throws -> AgentTask {
        try await perform { store in
            try store.complete(
                id, for: agent, deliverables: deliverables, by: actor, reason: reason,
                correlation: correlation, cycle: cycle, context: context, expected: expected)
        }
    }

    /// Awaits `tasks(of:status:)`.
    public func tasks(of agent: String, status: TaskStatus? = nil) async throws -> [AgentTask] {
        try await perform { store in try store.tasks(of: agent, status: status) }
    }

    /// Awaits `tasks(status:isFree:)`.
    public func tasks(status: TaskStatus? = nil, isFree: Bool = false) async throws -> [AgentTask] {
        try await perform { store in try store.tasks(status: status, isFree: isFree) }
    }

    /// Awaits `message(_:at:)`.
    public func message(_ id: String, at moment: Moment = .head) async throws -> AgentMessage? {
        try await perform { store in try store.message(id, at: moment) }
    }

    /// Awaits `send(_:by:reason:…)`.
    @discardableResult
    public func send(
        _ draft: MessageDraft, by actor: Actor, reason: String? = nil, correlation: String? = nil,
        cycle: Int64? = nil, context: JSONObject = [:],
        expected: ExpectedVersion = .any
    ) async throws -> [AgentMessage] {
        try await perform { store in
            try store.send(
                draft, by: actor, reason: reason, correlation: correlation, cycle: cycle,
                context: context,
                expected: expected)
        }
    }

    /// Awaits `inbox(of:includingProcessed:unprocessedFirst:)`.
    public func inbox(
        of agent: String, includingProcessed: Bool = false, unprocessedFirst: Bool = false
    ) async throws -> [AgentMessage] {
        try await perform { store in
            try store.inbox(
                of: agent, includingProcessed: includingProcessed,
                unprocessedFirst: unprocessedFirst)
        }
    }

    /// Awaits `markProcessed(_:for:by:reason:…)`.
    @discardableResult
    public func markProcessed(
        _ id: String, for agent: String? = nil, by actor: Actor, reason: String? = nil,
        correlation: String? = nil,
        cycle: Int64? = nil, context: JSONObject = [:],
        expected: ExpectedVersion = .any
    ) async throws -> AgentMessage {
        try await perform { store in
            try store.markProcessed(
                id, for: agent, by: actor, reason: reason, correlation: correlation, cycle: cycle,
                context: context,
                expected: expected)
        }
    }

    /// Awaits `configuration(_:at:)`.
    public func configuration(_ key: String, at moment: Moment = .head) async throws
        -> ConfigurationEntry?
    {
        try await perform { store in try store.configuration(key, at: moment) }
    }

    /// Awaits `setConfiguration(_:to:at:…)`.
    @discardableResult
    public func setConfiguration(
        _ key: String, to value: JSONValue, at pointer: JSONPointer? = nil, by actor: Actor,
        reason: String? = nil, correlation: String? = nil, cycle: Int64? = nil,
        context: JSONObject = [:],
        expected: ExpectedVersion = .any
    ) async throws -> ConfigurationEntry {
        try await perform { store in
            try store.setConfiguration(
                key, to: value, at: pointer, by: actor, reason: reason, correlation: correlation,
                cycle: cycle, context: context, expected: expected)
        }
    }

    /// Awaits `updateConfiguration(_:by:reason:…)`.
    @discardableResult
    public func updateConfiguration(
        _ key: String, by actor: Actor, reason: String? = nil, correlation: String? = nil,
        cycle: Int64? = nil, context: JSONObject = [:],
        expected: ExpectedVersion = .any,
        _ change: @escaping @Sendable (inout ConfigurationEntry) throws -> Void
    ) async throws -> ConfigurationEntry {
        try await perform { store in
            try store.updateConfiguration(
                key, by: actor, reason: reason, correlation: correlation, cycle: cycle,
                context: context,
                expected: expected, change)
        }
    }
}
