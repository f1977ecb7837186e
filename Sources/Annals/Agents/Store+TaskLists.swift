import AnnalsLog
public import AnnalsModel

extension Store {
    /// The tasks of an agent, in the order in which they came into the store.
    ///
    /// They are those whose ``AgentTask/agent`` is the agent, however they spell its name. The
    /// projection `agent_tasks` finds them by its indexes.
    ///
    /// - Parameters:
    ///   - agent: Its name; see ``agentStatus(_:at:)-1imkh``.
    ///   - status: Only tasks whose status is like this one.
    /// - Throws: `notFound` if the projection was removed.
    public func tasks(
        of agent: String, status: TaskStatus? = nil
    ) throws(StoreError) -> [AgentTask] {
        try listed { reader, names in
            let name = try names.name(agent)
            return try ["assigned_to", "agent_id"].flatMap { column in
                try names.allSpellings(of: name, in: column, of: AgentTask.table).flatMap {
                    try reader.keys(
                        "SELECT task_id FROM agent_tasks WHERE \(column) = ?", $0)
                }
            }
        } where: { (task: AgentTask, names) in
            guard let holder = task.agent, Self.has(task, status) else { return false }
            return try names.name(holder, in: task.id).hasSameBytes(as: try names.name(agent))
        }
    }

    /// All tasks, in the order in which they came into the store.
    ///
    /// - Parameters:
    ///   - status: Only tasks whose status is like this one, found by the table's index.
    ///   - isFree: Only tasks that anybody may claim.
    /// - Throws: `notFound` if the projection `agent_tasks` was removed.
    public func tasks(
        status: TaskStatus? = nil, isFree: Bool = false
    ) throws(StoreError) -> [AgentTask] {
        try listed { reader, names in
            guard let status else { return try reader.keys("SELECT task_id FROM agent_tasks") }
            return try names.values(of: "status", in: AgentTask.table)
                .filter { TaskStatus(rawValue: $0).isLike(status) }
                .flatMap { try reader.keys("SELECT task_id FROM agent_tasks WHERE status = ?", $0) }
        } where: { (task: AgentTask, _) in
            Self.has(task, status) && (!isFree || task.isFree)
        }
    }

    private static func has(_ task: AgentTask, _ status: TaskStatus?) -> Bool {
        guard let status else { return true }
        return task.status?.isLike(status) ?? false
    }
}
