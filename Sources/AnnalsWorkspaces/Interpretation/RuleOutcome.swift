import AnnalsModel

/// What became of a rule that was asked about a file.
enum RuleOutcome: Hashable {
    /// It speaks for the file.
    case spoke
    /// The file's name tells no format that rules read.
    case noFormat
    /// The file cannot be read in the format.
    case unreadable
    /// Nothing beside the path says that the file is what the rule takes it for; with what it
    /// would have to say, if that is known.
    case noEvidence(String?)
    /// Nothing in the file is a thing of the rule, for this reason.
    case noItems(String?)

    /// How far the rule came with the file, from 0.
    var progress: Int {
        switch self {
        case .noFormat: 0
        case .noEvidence: 1
        case .unreadable: 2
        case .noItems: 3
        case .spoke: 4
        }
    }

    /// The outcome in a few words.
    var words: String {
        switch self {
        case .spoke: "read"
        case .noFormat: "its name tells no format that rules read"
        case .unreadable: "it cannot be read in the rule's format"
        case .noEvidence(let missing):
            "nothing but its path speaks for it" + (missing.map { ": \($0)" } ?? "")
        case .noItems(let reason): reason ?? "it has no item where the rule looks"
        }
    }
}
