/// Whose events a rollback takes back: every filter that is set must hold, none means everything.
///
/// Streams of the category `file` take part only where the scope names that category or one of
/// them; the store's own category `annals` never does.
public struct RollbackScope: Sendable, Hashable, CustomStringConvertible {
    /// Events of this stream.
    public var stream: StreamName?
    /// Events of streams of this category.
    public var category: String?
    /// Events by actors of this name, of whatever kind.
    public var actor: String?
    /// Events of this run or conversation.
    public var correlation: String?

    /// A scope of everything that no filter takes away.
    public init(
        stream: StreamName? = nil, category: String? = nil, actor: String? = nil,
        correlation: String? = nil
    ) {
        self.stream = stream
        self.category = category
        self.actor = actor
        self.correlation = correlation
    }

    /// Everything but files.
    public static let everything = RollbackScope()

    /// Whether a stream with an event in the scope may hold others that are not.
    public var hasOutsiders: Bool { actor != nil || correlation != nil }

    /// Whether streams of a category may take part.
    public func admits(category: String) -> Bool {
        if category == StreamName.ownCategory { return false }
        if let wanted = self.category, wanted != category { return false }
        if let stream, stream.category != category { return false }
        let namesFiles = self.category == Self.fileCategory || stream?.category == Self.fileCategory
        return namesFiles || category != Self.fileCategory
    }

    /// Checks that the scope can hold anything.
    ///
    /// - Throws: ``StoreError/Code/reserved`` if it names the store's own category.
    public func validate() throws(StoreError) {
        guard category != StreamName.ownCategory, stream?.category != StreamName.ownCategory else {
            throw StoreError(
                .reserved,
                "the category annals is the store's own record and is never rolled back: name "
                    + "another category or stream")
        }
    }

    /// The scope in words, such as `actor Agent-3 in category task`.
    public var description: String {
        var words: [String] = []
        if let actor { words.append("actor \(actor)") }
        if let correlation { words.append("correlation \(correlation)") }
        if let stream { words.append("stream \(stream)") }
        if let category { words.append("category \(category)") }
        return words.isEmpty ? "everything" : words.joined(separator: " in ")
    }

    /// The filters that are set, by name, as they are recorded.
    public func json() -> JSONObject {
        var json = JSONObject()
        json["stream"] = stream.map { .string($0.description) }
        json["category"] = category.map { .string($0) }
        json["actor"] = actor.map { .string($0) }
        json["correlation"] = correlation.map { .string($0) }
        return json
    }

    /// The category of captured files.
    private static let fileCategory = "file"
}
