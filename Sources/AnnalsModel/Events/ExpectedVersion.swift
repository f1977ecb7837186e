/// What an append expects of its stream: the check that nobody else came first.
public enum ExpectedVersion: Hashable, Sendable, CustomStringConvertible {
    /// Nothing.
    case any
    /// That the stream never had an event.
    case none
    /// That the stream has at least one event.
    case exists
    /// That the stream has exactly so many events, 0 or more.
    case exactly(Int64)

    /// Reads `any`, `none`, `exists` or a number of events.
    ///
    /// - Throws: ``StoreError/Code/invalidArgument`` if the text is none of these.
    public init(_ text: String) throws(StoreError) {
        switch text {
        case "any": self = .any
        case "none": self = .none
        case "exists": self = .exists
        default:
            guard let number = Int64(text), number >= 0 else { throw Self.refusal(of: text) }
            self = .exactly(number)
        }
    }

    /// Whether a stream with so many events is as expected.
    public func accepts(version: Int64) -> Bool {
        switch self {
        case .any: true
        case .none: version == 0
        case .exists: version > 0
        case .exactly(let number): version == number
        }
    }

    /// The expectation as it is written.
    public var description: String {
        switch self {
        case .any: "any"
        case .none: "none"
        case .exists: "exists"
        case .exactly(let number): String(number)
        }
    }

    /// Throws ``StoreError/Code/invalidArgument`` for a negative number.
    func validate() throws(StoreError) {
        if case .exactly(let number) = self, number < 0 { throw Self.refusal(of: description) }
    }

    private static func refusal(of text: String) -> StoreError {
        StoreError(
            .invalidArgument,
            "\(text.quotedForMessage) is no expected version: write any, none, exists or a number "
                + "of events")
    }
}
