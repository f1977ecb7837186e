/// What a token allows those who bear it to do over the network.
public enum AccessRight: String, Hashable, Sendable, CaseIterable, Comparable {
    /// Read events, documents and what follows from them.
    case read
    /// Append events.
    case append
    /// Ask the tables, which hold everything.
    case query
    /// Take changes back.
    case rollback
    /// Act under the names of others.
    case impersonate
    /// Keep the store: cycles, tags, projections, access.
    case admin

    /// Reads a right.
    ///
    /// - Throws: `invalidArgument` for a word that is none.
    public init(_ text: String) throws(StoreError) {
        guard let right = AccessRight(rawValue: text) else {
            let names = Self.allCases.map(\.rawValue)
            throw StoreError(
                .invalidArgument,
                "\(text.quotedForMessage) is no right\(Spelling.hint(text, among: names)): give "
                    + "some of \(names.joined(separator: ", "))")
        }
        self = right
    }

    private var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    /// Whether it is listed before another: in the order of the cases.
    public static func < (left: AccessRight, right: AccessRight) -> Bool {
        left.order < right.order
    }
}
