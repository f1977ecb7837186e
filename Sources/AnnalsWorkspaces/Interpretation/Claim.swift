package import AnnalsModel

/// What one place in one file says of one document.
package struct Claim: Sendable, Equatable {
    /// Where a value of a claim comes from, where that is not a member of the same name.
    package enum Origin: Hashable, Sendable {
        /// The file calls the value otherwise: the member's name in the file.
        case alias(String)
        /// The file does not say it in so many words: what it was concluded from.
        case derived(String)
        /// A line of a text, from 1.
        case line(Int)
    }

    /// How a value is spelled in the file and in the document.
    struct Spelling: Sendable, Equatable {
        /// The document's value.
        let meaning: String
        /// The file's value.
        let written: JSONValue
        /// How the file would spell other values.
        let others: [String: String]

        /// What the file has to say for the document to have a value.
        func written(for value: JSONValue) -> JSONValue {
            guard case .string(let text) = value else { return value }
            if text == meaning { return written }
            guard let spelled = others[text] else { return value }
            if case .bool = written, spelled == "true" || spelled == "false" {
                return .bool(spelled == "true")
            }
            return .string(spelled)
        }
    }

    /// How much a claim weighs against others of the same document: the lowest is the strongest.
    enum Rank: Int, Comparable, Sendable {
        /// The task stands in a list of completed ones.
        case completed
        /// The task is being worked on; or the file is the thing's own.
        case working
        /// The task is still to be done.
        case future
        /// The place speaks of the thing in passing.
        case mention
        /// A folder exists.
        case folder
        /// A name occurs.
        case name

        static func < (left: Rank, right: Rank) -> Bool { left.rawValue < right.rawValue }
    }

    /// The document.
    package let stream: StreamName
    /// How much it weighs.
    private(set) var rank: Rank
    /// Among claims of the same rank: that of the file whose business this is comes first.
    var tier = 0
    /// What sort of source this is, as documents show it.
    private(set) var kind: String
    /// The way to the value in the file, with indexes of lists.
    var place = JSONPointer(tokens: [])
    /// The way to the list that the value is an element of, or to the value itself.
    ///
    /// It leaves out the element's index, so that an element that only shifts changes nothing.
    var shownPlace = JSONPointer(tokens: [])
    /// The values, by the documents' names.
    package var members = JSONObject()
    /// The origins of those values whose origin is not a member of the same name.
    package var origins: [ExactString: Origin] = [:]
    /// Whether the document is the file's value and nothing else: no list of sources is added.
    var isWhole = false
    /// The way to the object in the file whose members the values are; nil if they are in none.
    var object: JSONPointer?
    /// The ways to values that are elsewhere in the file than in that object.
    var elsewhere: [ExactString: JSONPointer] = [:]
    /// Values whose spelling in the file is another than in the document.
    var spellings: [ExactString: Spelling] = [:]
    /// Members of the file's object that make the id, so that the document has none of them.
    var idMembers: [String] = []
    /// The only members that are taken, where the object is another thing's; nil is all.
    var takes: Set<String>?
    /// Where the thing stands too, earlier in the same list: this claim, the last one, counts.
    var repeated: [JSONPointer] = []
    /// The format that the file was read in, where that is not what its name stands for.
    var format: FileFormat?

    /// The same claim with another weight.
    func with(rank: Rank, kind: String) -> Claim {
        var claim = self
        claim.rank = rank
        claim.kind = kind
        return claim
    }

    /// Whether it says no more than that the thing exists.
    var isWeak: Bool { rank >= .folder }

    /// Where the value of a member stands in the file; nil where the file does not say it in so
    /// many words.
    package func location(of member: String) -> JSONPointer? {
        guard members[member] != nil else { return nil }
        if let place = elsewhere[ExactString(member)] { return place }
        switch origins[ExactString(member)] {
        case nil: return object?.appending(member)
        case .alias(let name): return object?.appending(name)
        case .derived, .line: return nil
        }
    }
}

/// All that one version of one file says.
package struct FileReading: Sendable {
    /// What it says of documents, in the order of the file.
    package var claims: [Claim] = []
    /// Agents' folders that exist because the file lies in them, or because it lists folders.
    var agentFolders: [RuleBook.AgentFolder] = []
    /// The set of rules that read the file; nil if no rule spoke for it.
    var set: String?
    /// What the file looks like though no rule made anything of it: a category.
    var resembles: String?
    /// What was not understood.
    package var findings: [WorkspaceFinding] = []
    /// Whether the file could be read as what its place calls for.
    package var isUnderstood = true
}
