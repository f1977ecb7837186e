/// Which events a reader wants: every filter that is set must hold.
public struct EventQuery: Sendable {
    /// Events of one stream.
    public var stream: StreamName?
    /// Events of streams of one category.
    public var category: String?
    /// Events of one type.
    public var type: EventType?
    /// Events by actors of this name, of whatever kind.
    public var actor: String?
    /// Events of one run or conversation.
    public var correlation: String?
    /// Positions after this one; 0 for all.
    public var after: Int64
    /// Positions up to and including this one; nil up to the end.
    public var through: Int64?
    /// Text that the event must contain, in its data, reason, context or names; upper and lower
    /// case of ASCII letters are alike.
    public var search: String?
    /// Words that the event must hold, in its data, reason, context or names.
    public var match: TextQuery?
    /// What the event's context must say; all of it must hold.
    public var context: [ContextCondition]
    /// The place of its document that the event must write, there, above or below, or take away:
    /// what ends a document takes all of it away.
    public var pointer: JSONPointer?
    /// Whether events of the category `annals` are wanted too; they are when it is asked for by
    /// name.
    public var includesAdministration: Bool
    /// Whether the last event comes first.
    public var isReversed: Bool

    /// All events but those of the category `annals`, first to last, of which each argument that
    /// is given leaves some out or turns the order; see the members.
    public init(
        stream: StreamName? = nil, category: String? = nil, type: EventType? = nil,
        actor: String? = nil, correlation: String? = nil, after: Int64 = 0, through: Int64? = nil,
        search: String? = nil, match: TextQuery? = nil, context: [ContextCondition] = [],
        pointer: JSONPointer? = nil, includesAdministration: Bool = false, isReversed: Bool = false
    ) {
        self.stream = stream
        self.category = category
        self.type = type
        self.actor = actor
        self.correlation = correlation
        self.after = after
        self.through = through
        self.search = search
        self.match = match
        self.context = context
        self.pointer = pointer
        self.includesAdministration = includesAdministration
        self.isReversed = isReversed
    }
}
