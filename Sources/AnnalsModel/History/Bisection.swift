/// The event after which the answer to a question changed.
public struct Bisection: Sendable, Equatable {
    /// The event.
    public var event: Event
    /// The first value of the query's first row before the event; null if there was no row.
    public var before: JSONValue
    /// The same after the event.
    public var after: JSONValue
    /// Number of moments that were looked at.
    public var looks: Int

    /// Puts the parts together.
    public init(event: Event, before: JSONValue, after: JSONValue, looks: Int) {
        self.event = event
        self.before = before
        self.after = after
        self.looks = looks
    }
}

extension JSONValue {
    /// Whether SQL takes the value for true: a number other than 0, or a text that begins with one.
    public var isTrueInSQL: Bool {
        switch self {
        case .null, .array, .object: return false
        case .bool(let bool): return bool
        case .number(let number): return number.double != 0
        case .string(let text):
            let digits = text.prefix { $0.isNumber || ".-+eE".contains($0) }
            return (Double(digits) ?? 0) != 0
        }
    }
}
