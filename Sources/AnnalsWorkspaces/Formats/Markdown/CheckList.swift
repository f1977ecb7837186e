import AnnalsModel

/// The items with check boxes in Markdown, as task lists of GitHub Flavored Markdown
/// (https://github.github.com/gfm/#task-list-items-extension-) with marks of other tools too.
enum CheckList {
    /// An item and where it stands.
    struct Item {
        /// What stands between the brackets, one character.
        let mark: Range<Int>
        /// The text behind the brackets, on the same line.
        let title: Range<Int>
        /// The text of the nearest heading above.
        let section: String?
        /// List items that it stands in.
        let depth: Int
        /// Its line, from 1.
        let line: Int

        /// Where it stands, from the bracket to the end of its line.
        var range: Range<Int> { (mark.lowerBound - 1)..<title.upperBound }

        /// Whether a mark says that the item is done.
        static func isDone(_ mark: some Collection<UInt8>) -> Bool {
            mark.elementsEqual([UInt8(ascii: "x")]) || mark.elementsEqual([UInt8(ascii: "X")])
        }
    }

    static func read(_ bytes: [UInt8]) throws(FileFormatError) -> FormattedText {
        let range = ByteOrderMark.length(in: bytes)..<bytes.count
        _ = try PlainText.decode(bytes, range)
        return FormattedText(
            ["items": values(of: items(of: bytes, in: range), bytes)],
            lines: TextLines(of: bytes) { bytes in
                let items = member(of: items(of: bytes, in: range))
                return TextNode(range: range, content: .object([items]))
            })
    }

    /// The items of a part of a text.
    static func items(of bytes: [UInt8], in range: Range<Int>) -> [Item] {
        var scanner = CheckListScanner(bytes)
        let first = bytes[..<range.lowerBound].count { $0 == 0x0A } + 1
        for line in TextLine.lines(of: bytes, in: range, from: first) { scanner.read(line) }
        return scanner.items
    }

    /// The items as JSON.
    static func values(of items: [Item], _ bytes: [UInt8]) -> JSONValue {
        .array(
            items.map { item in
                let mark = bytes[item.mark]
                return [
                    "title": .string(String(decoding: bytes[item.title], as: UTF8.self)),
                    "done": .bool(Item.isDone(mark)),
                    "mark": .string(String(decoding: mark, as: UTF8.self)),
                    "section": item.section.map { .string($0) } ?? .null,
                    "depth": .number(JSONNumber(Int64(item.depth))),
                    "line": .number(JSONNumber(Int64(item.line))),
                ]
            })
    }

    /// The places of the items.
    static func member(of items: [Item]) -> TextMember {
        let nodes = items.map { item in
            let places: KeyValuePairs = [
                "title": item.title, "done": item.mark, "mark": item.mark, "section": item.range,
                "depth": item.range, "line": item.range,
            ]
            let members = places.map {
                TextMember(name: $0, key: $1, value: TextNode(range: $1))
            }
            return TextNode(range: item.range, content: .object(members), style: .block)
        }
        let start = nodes.first?.range.lowerBound ?? 0
        let range = start..<(nodes.last?.range.upperBound ?? 0)
        return TextMember(
            name: "items", key: range,
            value: TextNode(range: range, content: .array(nodes), style: .block))
    }
}
