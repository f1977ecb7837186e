public import AnnalsModel

// The agents, awaited.

extension Store {
    /// The blocking `agentStatus`, awaited.
    public func agentStatus(_ id: String, at moment: Moment = .head) async throws -> AgentStatus? {
        try await perform { store in try store.agentStatus(id, at: moment) }
    }

    /// The blocking `agentStatuses`, awaited.
    public func agentStatuses() async throws -> [AgentStatus] {
        try await perform { store in try store.agentStatuses() }
    }

    /// The blocking `updateAgentStatus`, awaited.
    @discardableResult
    public func updateAgentStatus(
        _ id: String, by actor: Actor, reason: String? = nil, correlation: String? = nil,
        cycle: Int64? = nil, expected: ExpectedVersion = .any,
        _ change: @escaping @Sendable (inout AgentStatus) throws -> Void
    ) async throws -> AgentStatus {
        try await perform { store in
            try store.updateAgentStatus(
                id, by: actor, reason: reason, correlation: correlation, cycle: cycle,
                expected: expected, change)
        }
    }

    /// The blocking `task`, awaited.
    public func task(_ id: String, at moment: Moment = .head) async throws -> AgentTask? {
        try await perform { store in try store.task(id, at: moment) }
    }

    /// The blocking `createTask`, awaited.
    @discardableResult
    public func createTask(
        _ draft: TaskDraft, by actor: Actor, reason: String? = nil, correlation: String? = nil,
        cycle: Int64? = nil, expected: ExpectedVersion = .any
    ) async throws -> AgentTask {
        try await perform { store in
            try store.createTask(
                draft, by: actor, reason: reason, correlation: correlation, cycle: cycle,
                expected: expected)
        }
    }

    /// The blocking `updateTask`, awaited.
    @discardableResult
    public func updateTask(
        _ id: String, as verb: String = "updated", by actor: Actor, reason: String? = nil,
        correlation: String? = nil, cycle: Int64? = nil, expected: ExpectedVersion = .any,
        _ change: @escaping @Sendable (inout AgentTask) throws -> Void
    ) async throws -> AgentTask {
        try await perform { store in
            try store.updateTask(
                id, as: verb, by: actor, reason: reason, correlation: correlation, cycle: cycle,
                expected: expected, change)
        }
    }

    /// The blocking `claim`, awaited.
    @discardableResult
    public func claim(
        _ id: String, for agent: String? = nil, by actor: Actor, reason: String? = nil,
        correlation: String? = nil, cycle: Int64? = nil, expected: ExpectedVersion = .any
    ) async throws -> AgentTask {
        try await perform { store in
            try store.claim(
                id, for: agent, by: actor, reason: reason, correlation: correlation, cycle: cycle,
                expected: expected)
        }
    }

    /// The blocking `complete`, awaited.
    @discardableResult
    public func complete(
        _ id: String, deliverables: [JSONValue]? = nil, by actor: Actor, reason: String? = nil,
        correlation: String? = nil, cycle: Int64? = nil, expected: ExpectedVersion = .any
    ) async throws -> AgentTask {
        try await perform { store in
            try store.complete(
                id, deliverables: deliverables, by: actor, reason: reason, correlation: correlation,
                cycle: cycle, expected: expected)
        }
    }

    /// The blocking `tasks`, awaited.
    public func tasks(of agent: String, status: TaskStatus? = nil) async throws -> [AgentTask] {
        try await perform { store in try store.tasks(of: agent, status: status) }
    }

    /// The blocking `tasks`, awaited.
    public func tasks(status: TaskStatus? = nil, isFree: Bool = false) async throws -> [AgentTask] {
        try await perform { store in try store.tasks(status: status, isFree: isFree) }
    }

    /// The blocking `message`, awaited.
    public func message(_ id: String, at moment: Moment = .head) async throws -> AgentMessage? {
        try await perform { store in try store.message(id, at: moment) }
    }

    /// The blocking `send`, awaited.
    @discardableResult
    public func send(
        _ draft: MessageDraft, by actor: Actor, reason: String? = nil, correlation: String? = nil,
        cycle: Int64? = nil, expected: ExpectedVersion = .any
    ) async throws -> [AgentMessage] {
        try await perform { store in
            try store.send(
                draft, by: actor, reason: reason, correlation: correlation, cycle: cycle,
                expected: expected)
        }
    }

    /// The blocking `inbox`, awaited.
    public func inbox(
        of agent: String, includingProcessed: Bool = false, unprocessedFirst: Bool = false
    ) async throws -> [AgentMessage] {
        try await perform { store in
            try store.inbox(
                of: agent, includingProcessed: includingProcessed,
                unprocessedFirst: unprocessedFirst)
        }
    }

    /// The blocking `markProcessed`, awaited.
    @discardableResult
    public func markProcessed(
        _ id: String, by actor: Actor, reason: String? = nil, correlation: String? = nil,
        cycle: Int64? = nil, expected: ExpectedVersion = .any
    ) async throws -> AgentMessage {
        try await perform { store in
            try store.markProcessed(
                id, by: actor, reason: reason, correlation: correlation, cycle: cycle,
                expected: expected)
        }
    }

    /// The blocking `configuration`, awaited.
    public func configuration(_ key: String, at moment: Moment = .head) async throws
        -> ConfigurationEntry?
    {
        try await perform { store in try store.configuration(key, at: moment) }
    }

    /// The blocking `setConfiguration`, awaited.
    @discardableResult
    public func setConfiguration(
        _ key: String, to value: JSONValue, at pointer: JSONPointer? = nil, by actor: Actor,
        reason: String? = nil, correlation: String? = nil, cycle: Int64? = nil,
        expected: ExpectedVersion = .any
    ) async throws -> ConfigurationEntry {
        try await perform { store in
            try store.setConfiguration(
                key, to: value, at: pointer, by: actor, reason: reason, correlation: correlation,
                cycle: cycle, expected: expected)
        }
    }

    /// The blocking `updateConfiguration`, awaited.
    @discardableResult
    public func updateConfiguration(
        _ key: String, by actor: Actor, reason: String? = nil, correlation: String? = nil,
        cycle: Int64? = nil, expected: ExpectedVersion = .any,
        _ change: @escaping @Sendable (inout ConfigurationEntry) throws -> Void
    ) async throws -> ConfigurationEntry {
        try await perform { store in
            try store.updateConfiguration(
                key, by: actor, reason: reason, correlation: correlation, cycle: cycle,
                expected: expected, change)
        }
    }
}
