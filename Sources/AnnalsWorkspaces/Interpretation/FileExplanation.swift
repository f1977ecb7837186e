package import AnnalsModel

/// What rules make of one file, and why not: what `import --explain` shows.
package struct FileExplanation: Sendable {
    /// What became of a rule that the path of the file fits.
    package enum Outcome: Sendable, Hashable {
        /// It speaks for the file.
        case spoke
        /// The file's name tells no format that rules read.
        case noFormat
        /// The file cannot be read in the format.
        case unreadable
        /// Nothing beside the path says that the file is what the rule takes it for.
        case noEvidence
        /// Nothing in the file is a thing of the rule, for this reason.
        case noItems(String?)

        /// The outcome in a few words.
        package var words: String {
            switch self {
            case .spoke: "read"
            case .noFormat: "its name tells no format that rules read"
            case .unreadable: "it cannot be read in the rule's format"
            case .noEvidence: "nothing but its path speaks for it"
            case .noItems(let reason): reason ?? "it has no item where the rule looks"
            }
        }
    }

    /// One rule that was asked.
    package struct Step: Sendable, Hashable {
        /// The set.
        package let set: String
        /// The rule.
        package let rule: String
        /// What became of it.
        package let outcome: Outcome
        /// The things that it made.
        package let made: Int
    }

    /// The file, as in its stream `file/<path>`.
    package let path: String
    /// The rules whose paths fit, in the order in which they were asked.
    package private(set) var steps: [Step] = []
    /// The documents that the file speaks of.
    package private(set) var streams: [StreamName] = []
    /// What was found.
    package private(set) var findings: [WorkspaceFinding] = []
    /// What the file looks like though no rule makes anything of it: a category; nil if nothing.
    package private(set) var resembles: String?

    init(path: String) {
        self.path = path
    }

    mutating func note(_ set: String, _ rule: String, _ outcome: Outcome, made: Int) {
        steps.append(Step(set: set, rule: rule, outcome: outcome, made: made))
    }

    mutating func finish(_ reading: FileReading) {
        streams = reading.claims.map(\.stream)
        findings = reading.findings
        resembles = reading.resembles
    }
}
