import AnnalsModel

/// For which files a rule speaks, where in them its things are, and what they become.
struct Rule: Sendable {
    /// What a rule makes of a thing.
    enum Product: Hashable, Sendable {
        /// Nothing: the file is kept away from later rules.
        case nothing
        /// A document of this category.
        case document(category: String)
    }

    /// Whether later rules of the set are asked about a file that this one was for.
    enum Ending: String, Hashable, Sendable, CaseIterable {
        /// They are not, whatever this one found.
        case always
        /// They are not if this one made something.
        case made
    }

    /// A piece of evidence, beside the path, that a file is what a rule takes it for: all that is
    /// given must hold.
    struct Evidence: Hashable, Sendable {
        /// The path matches one of these as well.
        var paths: [RulePathPattern] = []
        /// This text names an agent.
        var agent: RuleTemplate?
        /// The head of a text has one of these members.
        var head: [String] = []
        /// The whole file is like this.
        var condition: RuleCondition?
    }

    /// Values that depend on words in a name: the first case that fits gives them.
    struct Choice: Hashable, Sendable {
        /// A case: how words begin, or what parts of a path are, and the values.
        struct Case: Hashable, Sendable {
            /// A word begins with one of these.
            var starts: [String] = []
            /// A part between slashes is one of these.
            var named: [String] = []
            /// The names that templates may use then.
            var values: [String: RuleTemplate] = [:]
        }

        /// The text whose words decide.
        let by: RuleTemplate
        /// The cases in order.
        let cases: [Case]
        /// The values where none fits.
        var otherwise: [String: RuleTemplate] = [:]
    }

    /// How a message is delivered, for rules that make messages without an id of their own.
    struct Delivery: Hashable, Sendable {
        /// Whom it is for, whatever it says itself.
        var to: RuleTemplate?
        /// Who sent it, if it does not say.
        var from: RuleTemplate?
        /// The member that the message is inside, for entries of a queue, and the one that keeps
        /// the rest of the entry.
        var inside: String?
        /// The member that keeps the rest of the entry.
        var keptAs: String?
        /// The entry's own id, which tells equal messages apart.
        var numberedBy: String?
        /// Labels in the head of a text, in small letters, and the members that they become.
        var labels: [String: String] = [:]
    }

    /// The rule's name, unique in its set.
    let name: String
    /// Paths that it speaks for.
    var files: [RulePathPattern] = []
    /// Paths among them that it leaves alone.
    var except: [RulePathPattern] = []
    /// A word that the path must have: one of these.
    var words: [String] = []
    /// How the files are read; nil is by their names.
    var format: FileFormat?
    /// Evidence beside the path; empty is none needed.
    var evidence: [Evidence] = []
    /// What the whole file must be, an object or an array; empty is anything.
    ///
    /// It is a finding if it is not.
    var shape: [String] = []
    /// Where its things are.
    var items: [ItemPattern] = [.whole]
    /// The object in the item whose members count.
    var at = RulePointer(tokens: [])
    /// What must be so of a thing: one of these; empty is anything.
    var conditions: [RuleCondition] = []
    /// What is made.
    var makes: Product = .nothing
    /// The document's id: the first that can be filled in.
    var ids: [RuleTemplate] = []
    /// What documents call this source; nil is by the rank.
    var label: String?
    /// How much the things weigh against other claims of the same document.
    var rank: Claim.Rank = .working
    /// A rank for things whose document has such values.
    var ranks: [(rank: Claim.Rank, condition: RuleCondition)] = []
    /// Among claims of the same rank: the lowest comes first.
    var tier = 0
    /// Members and where they come from.
    var members: [RuleMember] = []
    /// Whether members that no one names are kept; else only the named ones are.
    var keepsRest = true
    /// Members that do not become the document's.
    var drops: [String] = []
    /// Whether the document is the value, as it is.
    var isWhole = false
    /// Values by words in names.
    var choices: [Choice] = []
    /// Names that must be known for a value to be a thing.
    var needs: [String] = []
    /// A member that says whose file it is, and the name it should say.
    var owner: (member: String, name: RuleTemplate)?
    /// Members of the document that name agents, who are known from then on.
    var namesAgents: [String] = []
    /// How messages without an id are delivered; nil where ids are given.
    var delivery: Delivery?
    /// Whether later rules are asked too.
    var ending: Ending?
}
