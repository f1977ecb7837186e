import AnnalsLog
import AnnalsModel

// Lists of one agent that do not grow with all that it ever had.

extension Store {
    /// The tasks of an agent that changed last, in the order in which they came.
    ///
    /// - Parameter limit: So many of them at most.
    /// - Throws: `notFound` if the projection was removed.
    package func latestTasks(of agent: String, limit: Int) throws(StoreError) -> [AgentTask] {
        try listed { reader, names in
            let name = try names.name(agent)
            let keys = try ["assigned_to", "agent_id"].flatMap { column in
                try names.allSpellings(of: name, in: column, of: AgentTask.table).flatMap {
                    try StreamTable(reader.statements).latestKeys(
                        of: AgentTask.category,
                        in: KeyedColumn(AgentTask.table, key: "task_id", column), with: $0, limit)
                }
            }
            return keys.latest(limit)
        } where: { (task: AgentTask, names) in
            guard let holder = task.agent else { return false }
            return try names.name(holder, in: task.id).hasSameBytes(as: try names.name(agent))
        }
    }

    /// Of the messages to an agent that changed last those that it has not dealt with, in the order
    /// in which they came.
    ///
    /// - Parameter limit: So many are looked at.
    /// - Throws: `notFound` if the projection was removed.
    package func latestInbox(of agent: String, limit: Int) throws(StoreError) -> [AgentMessage] {
        try listed { reader, names in
            try names.allSpellings(
                of: try names.name(agent), in: "to_agent", of: AgentMessage.table
            ).flatMap {
                try StreamTable(reader.statements).latestKeys(
                    of: AgentMessage.category,
                    in: KeyedColumn(AgentMessage.table, key: "message_id", "to_agent"), with: $0,
                    limit)
            }.latest(limit)
        } where: { (message: AgentMessage, names) in
            guard let recipient = message.to, !message.isProcessed else { return false }
            return try names.name(recipient, in: message.id)
                .hasSameBytes(as: try names.name(agent))
        }
    }
}

extension [(key: String, head: Int64)] {
    /// The keys whose streams changed last.
    fileprivate func latest(_ limit: Int) -> [String] {
        sorted { $1.head < $0.head }.prefix(limit).map(\.key)
    }
}
