/// What happened: `category.verb-in-the-past`, for example `task.created`.
///
/// The category is that of the event's stream, the verb is `[a-z][a-z0-9_-]*`; both together with
/// the dot have at most 255 bytes.
public struct EventType: Sendable, CustomStringConvertible {
    /// The whole type, for example `task.created`.
    public let name: String
    /// The part before the dot, the category of the event's stream.
    public let category: String
    /// The part after the dot.
    public let verb: String

    /// Reads a type.
    ///
    /// - Throws: ``StoreError/Code/invalidName`` if the text breaks the grammar.
    public init(_ text: String) throws(StoreError) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy(NameRules.isWord),
            parts[0].utf8.count <= Limits.categoryBytesMax,
            text.utf8.count <= Limits.typeBytesMax
        else {
            throw StoreError(
                .invalidName,
                "\(text.quotedForMessage) is no event type: write category.verb-in-the-past in "
                    + "lower case, like task.created")
        }
        name = text
        category = String(parts[0])
        verb = String(parts[1])
    }

    /// The whole type.
    public var description: String { name }
}

extension EventType: Hashable {
    /// Whether both are the same type.
    public static func == (left: EventType, right: EventType) -> Bool {
        left.name == right.name
    }

    /// Feeds the type's name to the hasher.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(name)
    }
}
