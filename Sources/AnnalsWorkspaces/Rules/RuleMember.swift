import AnnalsModel

/// How a rule finds the value of one member of a document.
///
/// The member of the same name in the file goes first, unless it is missing or null; then the other
/// places in their order; then what it is concluded from.
struct RuleMember: Hashable, Sendable {
    /// What a value is concluded from, where the file does not say it in so many words.
    enum Conclusion: Hashable, Sendable {
        /// A template, and the word that says what it was concluded from; nil is the name of what
        /// the template says first.
        case text(RuleTemplate, from: RuleTemplate?)
        /// The number of elements of a list.
        case count(RulePointer)
        /// The number in a text like "3 cycles", with one of these units.
        case quantity(RulePointer, units: [String])
    }

    /// How times are written in the file; documents have RFC 3339 in UTC.
    enum Time: String, Hashable, Sendable, CaseIterable {
        /// Seconds since 1970, with or without a fraction.
        case seconds = "epoch-seconds"
        /// Milliseconds since 1970.
        case milliseconds = "epoch-milliseconds"
    }

    /// The member of the document.
    let name: String
    /// Other places that are tried in order.
    var places: [RulePointer] = []
    /// What it is concluded from if no place says anything.
    var conclusion: Conclusion?
    /// How values are spelled: the file's spelling in small letters, and the document's.
    var spellings: [String: String] = [:]
    /// How times are written.
    var time: Time?
    /// Whether a longer wording is replaced by the agent's plain name; the wording is kept under
    /// this member.
    var wordingKeptAs: String?
}
