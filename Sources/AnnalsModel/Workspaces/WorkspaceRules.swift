/// A set of rules by which the files of a workspace are read.
public struct WorkspaceRules: Sendable, Hashable {
    /// The set's name.
    public let name: String
    /// One line: what layout of files it is for.
    public let about: String
    /// Whether it comes with Annals; else it is the store's own.
    public let isBuiltIn: Bool
    /// The names of its rules, in the order in which they are asked.
    public let rules: [String]
    /// The text of the rule file.
    public let text: String

    /// Puts a set together.
    package init(name: String, about: String, isBuiltIn: Bool, rules: [String], text: String) {
        self.name = name
        self.about = about
        self.isBuiltIn = isBuiltIn
        self.rules = rules
        self.text = text
    }
}
