import AnnalsModel

/// A table of a TOML text, which may stand in several parts of it.
final class TOMLTable {
    /// How a table came to be, which says what may be added to it.
    enum Origin {
        /// The text itself.
        case root
        /// A header, `[a]` or `[[a]]`.
        case header
        /// A longer header, `[a.b]`.
        case headerBelow
        /// A dotted key, `a.b = 1`.
        case dottedKey
        /// A value in braces.
        case inline
    }

    /// A member of a table.
    struct Member {
        let name: String
        /// Where the name stands, first.
        let key: Range<Int>
        var item: Item
    }

    /// What a member is.
    enum Item {
        case value(JSONValue, TextNode)
        case table(TOMLTable)
        case tables([TOMLTable])
    }

    /// How it came to be.
    var origin: Origin
    /// Containers that it stands in, with itself.
    let depth: Int
    /// Where it begins, and where the last of its own values or else its header ends.
    var range: Range<Int>
    /// The members, in the order of the text.
    private(set) var members: [Member] = []
    private var indexes: [ExactString: Int] = [:]

    init(_ origin: Origin, depth: Int, range: Range<Int>) {
        self.origin = origin
        self.depth = depth
        self.range = range
    }

    /// The member of a name.
    subscript(name: String) -> Member? {
        indexes[ExactString(name)].map { members[$0] }
    }

    /// Adds a member that is not there.
    func add(_ member: Member) {
        indexes[ExactString(member.name)] = members.count
        members.append(member)
    }

    /// Adds a table to a member that is a list of tables.
    func append(_ table: TOMLTable, to name: String) {
        guard let index = indexes[ExactString(name)],
            case .tables(var tables) = members[index].item
        else { return }
        // The member lets go of the list, so that it is not copied.
        members[index].item = .tables([])
        tables.append(table)
        members[index].item = .tables(tables)
    }

    /// The table as a JSON value.
    var value: JSONValue {
        var object = JSONObject()
        for member in members {
            switch member.item {
            case .value(let value, _): object[member.name] = value
            case .table(let table): object[member.name] = table.value
            case .tables(let tables): object[member.name] = .array(tables.map(\.value))
            }
        }
        return .object(object)
    }

    /// Where all values of the table stand.
    var node: TextNode {
        let named = members.map { member in
            let node: TextNode
            switch member.item {
            case .value(_, let value): node = value
            case .table(let table): node = table.node
            case .tables(let tables):
                node = TextNode(
                    range: tables.first?.range ?? member.key,
                    content: .array(tables.map(\.node)), style: .block)
            }
            return TextMember(name: member.name, key: member.key, value: node)
        }
        return TextNode(
            range: range, content: .object(named), style: origin == .inline ? .flow : .block)
    }
}
