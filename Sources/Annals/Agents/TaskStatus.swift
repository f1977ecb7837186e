/// How far a task is: an open set, since fleets have words of their own.
///
/// Two are equal if they are written alike; ``isLike(_:)`` sees through case and punctuation.
public struct TaskStatus: RawRepresentable, Hashable, Sendable {
    /// The word or words, as written.
    public let rawValue: String

    /// Takes any words.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Anybody may claim it, whoever's list it is in.
    public static let available: TaskStatus = "available"
    /// It waits to be done.
    public static let pending: TaskStatus = "pending"
    /// Somebody was told to do it.
    public static let assigned: TaskStatus = "assigned"
    /// Somebody said to do it.
    public static let claimed: TaskStatus = "claimed"
    /// It is being done.
    public static let inProgress: TaskStatus = "in_progress"
    /// Something stands in the way.
    public static let blocked: TaskStatus = "blocked"
    /// It is done.
    public static let completed: TaskStatus = "completed"
    /// It will not be done.
    public static let cancelled: TaskStatus = "cancelled"
    /// It was tried, in vain.
    public static let failed: TaskStatus = "failed"

    /// Whether it is the same word but for case, blanks, hyphens and decoration: `✅ In Progress`
    /// is like `in_progress`.
    public func isLike(_ other: TaskStatus) -> Bool { word == other.word }

    /// Whether anybody may claim it, whoever's list it is in.
    public var isForAll: Bool { Self.forAll.contains(word) }

    /// Whether nobody has begun.
    public var isWaiting: Bool { Self.waiting.contains(word) }

    /// Whether nothing more is to be done.
    public var isEnded: Bool { Self.done.contains(word) || Self.dropped.contains(word) }

    /// Whether it was done.
    public var isDone: Bool { Self.done.contains(word) }

    private static let forAll: Set<String> = ["available", "unassigned", "unclaimed"]
    private static let waiting: Set<String> = [
        "available", "pending", "assigned", "open", "new", "todo", "to_do", "ready", "queued",
        "backlog", "unassigned", "unclaimed", "not_started", "planned",
    ]
    private static let done: Set<String> = ["completed", "complete", "done", "finished", "closed"]
    private static let dropped: Set<String> = [
        "cancelled", "canceled", "failed", "abandoned", "archived", "superseded",
    ]

    /// Letters and digits in lower case, with one `_` between words.
    private var word: String {
        rawValue.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: "_")
    }
}

extension TaskStatus: ExpressibleByStringLiteral, CustomStringConvertible {
    /// Takes a literal.
    public init(stringLiteral text: String) {
        self.init(rawValue: text)
    }

    /// The words, as written.
    public var description: String { rawValue }
}
