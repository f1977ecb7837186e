/// Whose events a rollback takes back: every filter that is set must hold, none means everything.
///
/// Captured files, which are streams of the categories `file` and `folders`, take part only where
/// the scope includes them or names their category or one of them; the store's own category
/// `annals` never does.
public struct RollbackScope: Sendable, Hashable, CustomStringConvertible {
    /// Events of this stream.
    public var stream: StreamName?
    /// Events of streams of this category.
    public var category: String?
    /// Events by actors of this name, of whatever kind.
    public var actor: String?
    /// Events of this run or conversation.
    public var correlation: String?
    /// Whether captured files take part, too.
    public var includesFiles: Bool
    /// Streams of the workspace of this name, whose ids begin with `/NAME/`.
    public var workspace: String?
    /// Names of workspaces of which no stream takes part.
    package var otherWorkspaces: [String] = []

    /// A scope of everything that no filter takes away.
    public init(
        stream: StreamName? = nil, category: String? = nil, actor: String? = nil,
        correlation: String? = nil, includesFiles: Bool = false
    ) {
        self.stream = stream
        self.category = category
        self.actor = actor
        self.correlation = correlation
        self.includesFiles = includesFiles
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
        guard StreamName.captureCategories.contains(category) else { return true }
        return includesFiles || self.category == category || stream?.category == category
    }

    /// Whether a stream may take part.
    public func admits(_ stream: StreamName) -> Bool {
        guard admits(category: stream.category) else { return false }
        if let workspace { return stream.id.utf8.starts(with: "/\(workspace)/".utf8) }
        return !otherWorkspaces.contains { stream.id.utf8.starts(with: "/\($0)/".utf8) }
    }

    /// Checks that the scope can hold anything.
    ///
    /// - Throws: ``StoreError/Code/reserved`` if it names the store's own category;
    ///   ``StoreError/Code/invalidArgument`` if it includes files and names a category that has
    ///   none.
    public func validate() throws(StoreError) {
        guard category != StreamName.ownCategory, stream?.category != StreamName.ownCategory else {
            throw StoreError(
                .reserved,
                "the category annals is the store's own record and is never rolled back: name "
                    + "another category or stream")
        }
        guard includesFiles, let named = category ?? stream?.category,
            !StreamName.captureCategories.contains(named)
        else { return }
        throw StoreError(
            .invalidArgument,
            "the scope leaves out all files: name no category or stream, or one of files")
    }

    /// The scope in words, such as `actor Agent-3 in category task`.
    public var description: String {
        var words: [String] = []
        if let actor { words.append("actor \(actor)") }
        if let correlation { words.append("correlation \(correlation)") }
        if let workspace { words.append("workspace \(workspace)") }
        if let stream { words.append("stream \(stream)") }
        if let category { words.append("category \(category)") }
        let text = words.isEmpty ? "everything" : words.joined(separator: " in ")
        return includesFiles ? "\(text) with files" : text
    }

    /// The filters that are set, by name, as they are recorded.
    public func json() -> JSONObject {
        var json = JSONObject()
        json["stream"] = stream.map { .string($0.description) }
        json["workspace"] = workspace.map { .string($0) }
        json["category"] = category.map { .string($0) }
        json["actor"] = actor.map { .string($0) }
        json["correlation"] = correlation.map { .string($0) }
        if includesFiles { json["files"] = true }
        return json
    }
}
