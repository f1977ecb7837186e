import AnnalsModel

// Documents of a named workspace name agents with the workspace, or, where somebody appended it so,
// as its files do: whom they mean is told with the workspace, so that two fleets with equal agents
// do not mix.

extension AgentNames {
    /// The name of the agent that a member of a document means.
    ///
    /// - Parameters:
    ///   - spelled: The member's text.
    ///   - id: The id of the document's stream.
    func name(_ spelled: String, in id: String) throws(StoreError) -> String {
        let prefix = Self.workspacePrefix(of: id)
        let name = try name(spelled)
        return prefix.isEmpty || !Self.workspacePrefix(of: name).isEmpty
            ? name : String(prefix) + name
    }

    /// The spellings in an indexed column of a table that may mean an agent: those of its name,
    /// and those that the files of its workspace have for it.
    func allSpellings(
        of name: String, in column: String, of table: String
    ) throws(StoreError) -> [String] {
        let prefix = Self.workspacePrefix(of: name)
        let known = try spellings(of: name, in: column, of: table)
        guard !prefix.isEmpty else { return known }
        let bare = String(name.dropFirst(prefix.count))
        return try known + spellings(of: try self.name(bare), in: column, of: table)
    }

    /// What an id of a named workspace begins with: `/NAME/`; nothing in the first.
    private static func workspacePrefix(of id: String) -> Substring {
        let slash = UInt8(ascii: "/")
        guard id.utf8.first == slash, let end = id.utf8.dropFirst().firstIndex(of: slash) else {
            return ""
        }
        return id[...end]
    }
}
