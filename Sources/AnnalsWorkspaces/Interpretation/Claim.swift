import AnnalsModel

/// What one place in one file says of one document.
struct Claim: Sendable, Equatable {
    /// Where a value of a claim comes from, where that is not a member of the same name.
    enum Origin: Hashable, Sendable {
        /// The file calls the value otherwise: the member's name in the file.
        case alias(String)
        /// The file does not say it in so many words: what it was concluded from.
        case derived(String)
        /// A line of a text, from 1.
        case line(Int)
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
    let stream: StreamName
    /// How much it weighs.
    let rank: Rank
    /// Among claims of the same rank: that of the file whose business this is comes first.
    var tier = 0
    /// What sort of source this is, as documents show it.
    let kind: String
    /// The way to the value in the file, with indexes of lists.
    var place = JSONPointer(tokens: [])
    /// The way to the list that the value is an element of, or to the value itself.
    ///
    /// It leaves out the element's index, so that an element that only shifts changes nothing.
    var shownPlace = JSONPointer(tokens: [])
    /// The values, by the documents' names.
    var members = JSONObject()
    /// The origins of those values whose origin is not a member of the same name.
    var origins: [ExactString: Origin] = [:]
    /// Whether the document is the file's value and nothing else: no list of sources is added.
    var isWhole = false
    /// The way to the object in the file whose members the values are; nil if they are in none.
    var object: JSONPointer?
    /// The ways to values that are elsewhere in the file than in that object.
    var elsewhere: [ExactString: JSONPointer] = [:]
    /// Where the thing stands too, earlier in the same list: this claim, the last one, counts.
    var repeated: [JSONPointer] = []
    /// The format that the file was read in, where that is not what its name stands for.
    var format: FileFormat?

    /// Whether it says no more than that the thing exists.
    var isWeak: Bool { rank >= .folder }

    /// Where the value of a member stands in the file; nil where the file does not say it in so
    /// many words.
    func location(of member: String) -> JSONPointer? {
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
struct FileReading: Sendable {
    /// What it says of documents, in the order of the file.
    var claims: [Claim] = []
    /// Agents' folders that exist because the file lies in them, or because it lists folders.
    var agentFolders: [String] = []
    /// What was not understood.
    var findings: [WorkspaceFinding] = []
    /// Whether the file could be read as what its place calls for.
    var isUnderstood = true
}
