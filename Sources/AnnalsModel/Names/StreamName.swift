/// The name of a stream, the history of one thing: `category/id`, for example `task/DB_002`.
///
/// A category is `[a-z][a-z0-9_-]{0,62}`. An id is 1 to 1,024 bytes of UTF-8 without control
/// characters (C0, DEL, C1); it may contain slashes. Names are equal if their bytes are.
public struct StreamName: Sendable, CustomStringConvertible {
    /// What sort of thing it is, for example `task`; the types of its events begin with it.
    public let category: String
    /// Which thing it is, for example `DB_002`.
    public let id: String
    /// The whole name, `category/id`.
    public let description: String

    /// Reads a name.
    ///
    /// - Throws: ``StoreError/Code/invalidName`` if the text breaks the grammar.
    public init(_ text: String) throws(StoreError) {
        guard let slash = text.utf8.firstIndex(of: UInt8(ascii: "/")) else {
            throw StoreError(
                .invalidName,
                "\(text.quotedForMessage) is no stream: write category/id, like task/DB_002")
        }
        let category = String(text[..<slash])
        let id = String(text[text.utf8.index(after: slash)...])
        try Self.check(category: category, id: id)
        self.category = category
        self.id = id
        self.description = text
    }

    /// Puts a name together.
    ///
    /// - Throws: ``StoreError/Code/invalidName`` if a part breaks the grammar.
    public init(category: String, id: String) throws(StoreError) {
        try Self.check(category: category, id: id)
        self.category = category
        self.id = id
        self.description = "\(category)/\(id)"
    }

    private static func check(category: String, id: String) throws(StoreError) {
        guard NameRules.isWord(category), category.utf8.count <= Limits.categoryBytesMax else {
            throw StoreError(
                .invalidName,
                "\(category.quotedForMessage) is no category: write a lower-case letter and up to "
                    + "62 more of a-z, 0-9, _ and -")
        }
        try NameRules.checkFreeText(id, "the stream id", bytesMax: Limits.idBytesMax)
    }
}

extension StreamName: Hashable {
    /// Whether both names are the same bytes.
    public static func == (left: StreamName, right: StreamName) -> Bool {
        left.description.hasSameBytes(as: right.description)
    }

    /// Feeds the name's bytes to the hasher.
    public func hash(into hasher: inout Hasher) {
        description.hashBytes(into: &hasher)
    }
}
