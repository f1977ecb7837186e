/// A pattern over categories of streams: `task`, or `gauge*` for all that begin so.
///
/// `*` alone matches every category but the store's own, `annals`, which must be named.
public struct CategoryPattern: Hashable, Sendable, CustomStringConvertible {
    private let beginning: String
    private let isOpen: Bool

    /// Reads a pattern.
    ///
    /// - Throws: `invalidName` for what no category can match.
    public init(_ text: String) throws(StoreError) {
        isOpen = text.hasSuffix("*")
        beginning = isOpen ? String(text.dropLast()) : text
        guard beginning.isEmpty ? isOpen : NameRules.isWord(beginning) else {
            throw StoreError(
                .invalidName,
                "\(text.quotedForMessage) is no pattern of categories: write a category such as"
                    + " task, or the beginning of some, such as gauge*")
        }
    }

    /// Whether it matches a category.
    public func matches(_ category: String) -> Bool {
        guard isOpen else { return category == beginning }
        return category.hasPrefix(beginning) && category != StreamName.ownCategory
    }

    /// The pattern as it is written.
    public var description: String { isOpen ? "\(beginning)*" : beginning }
}

extension [CategoryPattern] {
    /// Whether somebody whom these limit reaches a category; none limit nobody.
    package func reach(_ category: String) -> Bool {
        isEmpty || contains { $0.matches(category) }
    }

    /// The category that somebody reaches whom these limit, if that is one alone.
    package var onlyCategory: String? {
        guard count == 1, let pattern = first?.description, !pattern.hasSuffix("*") else {
            return nil
        }
        return pattern
    }
}
