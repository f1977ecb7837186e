import AnnalsModel

/// The names that files use for the values of the tables' columns.
///
/// The first name that a file gives with a value that is not null is taken, and the value stands
/// in the document under the column's name; all other members keep their own names.
struct MemberNames: Sendable {
    /// Column, and the other names that are tried in order.
    private let aliases: [(column: ExactString, names: [ExactString])]

    private init(_ aliases: KeyValuePairs<String, [String]>) {
        self.aliases = aliases.map { column, names in
            (ExactString(column), names.map { ExactString($0) })
        }
    }

    /// Of the table `agent_workspaces`.
    static let agent = MemberNames([
        "specialization": ["role", "agent_name", "name", "specialty", "agent_role"],
        "captain": ["captain_id"],
        "status": ["current_status", "state"],
        "current_focus": ["current_mission", "current_task", "current_phase", "focus"],
        "last_updated": ["last_update", "updated_at", "timestamp"],
    ])

    /// Of the table `agent_tasks`.
    static let task = MemberNames([
        "agent_id": ["assigned_agent", "claimed_by"],
        "title": ["name", "task", "content"],
        "status": ["state", "final_status"],
        "assigned_to": ["assignee"],
        "started_at": ["claimed_at"],
        "completed_at": ["completion_time"],
    ])

    /// Of the table `agent_messages`.
    static let message = MemberNames([
        "from_agent": ["from", "sender", "sender_agent"],
        "to_agent": ["to", "recipient", "target_agent"],
        "content": ["message", "message_content", "body", "text", "details", "summary"],
        "sent_at": ["timestamp", "created_at"],
        "processed_at": ["completed_at", "read_at"],
        "claimed_id": ["message_id", "id"],
    ])

    /// The names tried for a column after its own.
    func names(of column: String) -> [String] {
        aliases.first { $0.column == ExactString(column) }?.names.map(\.text) ?? []
    }

    /// Moves values to the names of their columns.
    ///
    /// - Returns: The name that each moved value had.
    func rename(_ object: inout JSONObject) -> [ExactString: Claim.Origin] {
        var origins: [ExactString: Claim.Origin] = [:]
        for (column, names) in aliases where Self.isMissing(object[column.text]) {
            guard let name = names.first(where: { !Self.isMissing(object[$0.text]) }),
                let value = object.removeValue(forKey: name.text)
            else { continue }
            object[column.text] = value
            origins[column] = .alias(name.text)
        }
        return origins
    }

    /// The value of a column in a document whose members may have any of the names.
    func value(of column: String, in document: JSONObject) -> JSONValue? {
        if let value = document[column], !Self.isMissing(value) { return value }
        return names(of: column).lazy.compactMap { document[$0] }.first { !Self.isMissing($0) }
    }

    private static func isMissing(_ value: JSONValue?) -> Bool {
        switch value {
        case nil, .null: true
        default: false
        }
    }
}
