import AnnalsModel

/// The rules of one layout of files: what a rule file says.
struct RuleSet: Sendable {
    /// The version of the language that rule files are written in.
    static let version: Int64 = 1

    /// The set's name: a word, unique in a store.
    let name: String
    /// One line for people: what layout it is.
    let about: String
    /// Folders that are agents', even if they are empty or nothing in them can be read: the piece
    /// `agent` of these patterns is the agent's name, and its folder ends with it.
    let agentFolders: [RulePathPattern]
    /// The rules, in the order in which they are asked.
    let rules: [Rule]
    /// The text of the rule file.
    let source: String
    /// Whether it comes with Annals.
    var isBuiltIn = false
}
