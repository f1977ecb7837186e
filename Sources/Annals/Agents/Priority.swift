/// How urgent a task or message is: an open set, in the writer's own words.
public struct Priority: RawRepresentable, Hashable, Sendable {
    /// The word or words, as written.
    public let rawValue: String

    /// Takes any words.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// When there is time.
    public static let low: Priority = "low"
    /// As usual, of messages.
    public static let regular: Priority = "regular"
    /// As usual.
    public static let medium: Priority = "medium"
    /// Before others.
    public static let high: Priority = "high"
    /// At once, of messages.
    public static let urgent: Priority = "urgent"
    /// At once: something is broken.
    public static let critical: Priority = "critical"
}

extension Priority: ExpressibleByStringLiteral, CustomStringConvertible {
    /// Takes a literal.
    public init(stringLiteral text: String) {
        self.init(rawValue: text)
    }

    /// The words, as written.
    public var description: String { rawValue }
}
