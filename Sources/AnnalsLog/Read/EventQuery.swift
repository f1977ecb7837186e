package import AnnalsModel

/// Which events a reader wants: every filter that is set must hold.
package struct EventQuery: Sendable {
    /// Events of one stream.
    package var stream: StreamName?
    /// Events of streams of one category.
    package var category: String?
    /// Events of one type.
    package var type: EventType?
    /// Events by actors of this name, of whatever kind.
    package var actor: String?
    /// Events of one run or conversation.
    package var correlation: String?
    /// Positions after this one; 0 for all.
    package var after: Int64 = 0
    /// Positions up to and including this one; nil up to the end.
    package var through: Int64?
    /// Text that the event must contain, in its data, reason or names; upper and lower case of
    /// ASCII letters are alike.
    package var search: String?
    /// Whether events of the category `annals` are wanted too. They are when it is asked for by
    /// name.
    package var includesAdministration = false
    /// Whether the last event comes first.
    package var isReversed = false

    /// All events but those of the category `annals`, first to last.
    package init() {}
}
