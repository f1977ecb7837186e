/// A pattern over event types: `task.created`, `task.*`, `*.rolled-back` or `*`.
///
/// `*` and `*.verb` never match the store's own category `annals`: its types must be named.
public struct TypePattern: Hashable, Sendable, CustomStringConvertible {
    private enum Form: Hashable, Sendable {
        case all
        case exactly(String)
        case category(String)
        case verb(String)
    }

    private let form: Form

    /// Reads a pattern.
    ///
    /// - Throws: ``StoreError/Code/invalidName`` if the text is in none of the four forms.
    public init(_ text: String) throws(StoreError) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        if text == "*" {
            form = .all
        } else if parts.count == 2, parts[0] == "*", NameRules.isWord(parts[1]) {
            form = .verb(parts[1])
        } else if parts.count == 2, parts[1] == "*", NameRules.isWord(parts[0]) {
            form = .category(parts[0])
        } else if let type = try? EventType(text) {
            form = .exactly(type.name)
        } else {
            throw StoreError(
                .invalidName,
                "\(text.quotedForMessage) is no pattern of event types: write a type like "
                    + "task.created, task.*, *.completed or *")
        }
    }

    /// Whether the pattern matches the type.
    public func matches(_ type: EventType) -> Bool {
        switch form {
        case .all: type.category != StreamName.ownCategory
        case .exactly(let name): type.name == name
        case .category(let category): type.category == category
        case .verb(let verb): type.verb == verb && type.category != StreamName.ownCategory
        }
    }

    /// The category whose types alone can match, or nil if several can.
    public var category: String? {
        switch form {
        case .all, .verb: nil
        case .exactly(let name): String(name.prefix { $0 != "." })
        case .category(let category): category
        }
    }

    /// The pattern as it is written.
    public var description: String {
        switch form {
        case .all: "*"
        case .exactly(let name): name
        case .category(let category): "\(category).*"
        case .verb(let verb): "*.\(verb)"
        }
    }
}
