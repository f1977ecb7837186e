/// What the rules make of one file, and why no more.
public struct WorkspaceFileExplanation: Sendable, Hashable {
    /// One rule that was asked about the file, because its patterns fit the path.
    public struct Step: Sendable, Hashable {
        /// The set of rules.
        public let set: String
        /// The rule in it.
        public let rule: String
        /// What came of it: `read`, or why it was not.
        public let outcome: String
        /// The things that it found in the file.
        public let made: Int
        /// The members of its things that nothing in the file gave, by their names.
        public let silent: [String]
        /// How far the rule came with the file: of several that made nothing, the reason of the
        /// one with the highest number says most.
        package let progress: Int

        /// Puts a step together.
        package init(
            set: String, rule: String, outcome: String, made: Int, silent: [String], progress: Int
        ) {
            self.set = set
            self.rule = rule
            self.outcome = outcome
            self.made = made
            self.silent = silent
            self.progress = progress
        }
    }

    /// The file, as in its stream `file/<path>`.
    public let path: String
    /// The rules that were asked, in order; empty if no rule's patterns fit.
    public package(set) var steps: [Step] = []
    /// The documents that the file speaks of, in the order of the file.
    public package(set) var documents: [StreamName] = []
    /// What the file says of each of them.
    public package(set) var contents: [StreamName: JSONObject] = [:]
    /// What was not understood.
    public package(set) var findings: [WorkspaceFinding] = []
    /// The category that the file looks like although no rule makes anything of it; nil if none.
    public package(set) var resembles: String?

    /// Feeds what tells explanations apart to a hasher; the documents' names stand for what the
    /// file says of them.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(path)
        hasher.combine(steps)
        hasher.combine(documents)
        hasher.combine(findings)
        hasher.combine(resembles)
    }

    /// Nothing was asked yet.
    package init(path: String) {
        self.path = path
    }
}
