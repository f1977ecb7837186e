import AnnalsLog
import AnnalsModel
import AnnalsWorkspaces

/// Whom the names in documents mean: files spell one agent in many ways.
struct AgentNames {
    private let reader: LogReader

    /// Looks names up in a log.
    init(_ reader: LogReader) {
        self.reader = reader
    }

    /// The name of the agent that a text means: an agent of exactly this name, else the one agent
    /// that the text names in other words, else the text itself.
    func name(_ spelled: String) throws(StoreError) -> String {
        guard let plain = AgentName.one(in: spelled), !plain.hasSameBytes(as: spelled),
            try !isAgent(spelled)
        else { return spelled }
        return plain
    }

    /// The spellings of an agent's name in an indexed column of a table.
    func spellings(
        of name: String, in column: String, of table: String
    ) throws(StoreError) -> [String] {
        var spellings: [String] = []
        for spelling in try values(of: column, in: table)
        where try self.name(spelling).hasSameBytes(as: name) {
            spellings.append(spelling)
        }
        return spellings
    }

    /// The different values of an indexed column of a table.
    ///
    /// The index is entered once for each, however many rows there are.
    func values(of column: String, in table: String) throws(StoreError) -> [String] {
        try reader.keys(
            """
            WITH RECURSIVE found (value) AS (
                SELECT min(\(column)) FROM \(table)
                UNION ALL
                SELECT (SELECT min(\(column)) FROM \(table) WHERE \(column) > value) FROM found
                WHERE value IS NOT NULL)
            SELECT value FROM found WHERE value IS NOT NULL
            """)
    }

    private func isAgent(_ name: String) throws(StoreError) -> Bool {
        guard let stream = try? StreamName(category: AgentStatus.category, id: name) else {
            return false
        }
        return try reader.end(of: stream) != nil
    }
}
