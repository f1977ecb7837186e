/// What a change of the rules by which files are read did, or would do, to documents.
public struct WorkspaceRulesChange: Sendable {
    /// The set of rules.
    public let name: String
    /// Documents that the captured files make now and did not before, by category.
    public package(set) var created: [String: Int] = [:]
    /// Documents of which the files say something else now, by category.
    public package(set) var changed: [String: Int] = [:]
    /// Documents that the files no longer speak of, by category.
    public package(set) var withdrawn: [String: Int] = [:]
    /// Events that were appended; 0 for a preview, or where nothing changed.
    public package(set) var events = 0
    /// Position of the last of them; 0 if there are none.
    public package(set) var head: Int64 = 0

    /// Nothing changed yet.
    package init(name: String) {
        self.name = name
    }
}
