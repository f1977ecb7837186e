import AnnalsModel

/// A value of a text and where it stands, byte by byte.
struct TextNode: Sendable {
    /// What a value is made of.
    enum Content: Sendable {
        case scalar
        case array([TextNode])
        case object([TextMember])
    }

    /// How a value is written.
    enum Style: Sendable {
        case plain
        case singleQuoted
        case doubleQuoted
        /// YAML: a block scalar with `|`. TOML: a text in three apostrophes.
        case literal
        /// YAML: a block scalar with `>`. TOML: a text in three quotation marks.
        case folded
        /// A collection in brackets.
        case flow
        /// A collection of lines.
        case block
        /// YAML: a name for what stands elsewhere.
        case alias
    }

    /// Where the value stands, with what belongs to it alone: quotation marks, anchor, tag.
    var range: Range<Int>
    /// What it is made of.
    var content = Content.scalar
    /// How it is written.
    var style = Style.plain
    /// Whether it has an anchor or a tag, so that others may mean it, or it may mean more than its
    /// bytes say.
    var hasProperties = false

    /// The node at a place below this one; of members that are given again the last one.
    func node(at tokens: ArraySlice<String>) -> TextNode? {
        guard let token = tokens.first else { return self }
        switch content {
        case .scalar:
            return nil
        case .array(let elements):
            guard let index = token.arrayIndex, elements.indices.contains(index) else {
                return nil
            }
            return elements[index].node(at: tokens.dropFirst())
        case .object(let members):
            return members.last { $0.name.hasSameBytes(as: token) }?
                .value.node(at: tokens.dropFirst())
        }
    }
}

/// A member of an object in a text.
struct TextMember: Sendable {
    /// Its name.
    let name: String
    /// Where its name stands.
    let key: Range<Int>
    /// Its value.
    let value: TextNode
}

extension [TextMember] {
    /// Where each name stands; of members that are given again the last one, which counts.
    var lastIndexes: [ExactString: Int] {
        Dictionary(
            enumerated().map { (ExactString($0.element.name), $0.offset) },
            uniquingKeysWith: { $1 })
    }
}
