import AnnalsModel

/// Markdown below a head of YAML or TOML, as site generators and many agents' tools have it.
enum FrontMatter {
    /// The parts of such a text.
    struct Layout {
        /// Whether the head is TOML, between lines `+++`; else it is YAML, between lines `---`.
        let isTOML: Bool
        /// The head without the lines around it.
        let head: Range<Int>
        /// All that follows.
        let body: Range<Int>

        /// Finds the parts; nil if the text does not begin with a head that ends.
        init?(_ bytes: [UInt8]) {
            let start = ByteOrderMark.length(in: bytes)
            let marks = bytes[start...].prefix(3)
            isTOML = marks.elementsEqual("+++".utf8)
            guard isTOML || marks.elementsEqual("---".utf8) else { return nil }
            let isTOML = isTOML
            func isFence(_ line: TextLine, _ marks: String) -> Bool {
                let text = bytes[line.range]
                let end = text.lastIndex { !TextLine.isSpace($0) }.map { $0 + 1 }
                return text[..<(end ?? text.startIndex)].elementsEqual(marks.utf8)
            }
            var first: TextLine?
            for line in TextLine.lines(of: bytes, in: start..<bytes.count) {
                guard let first else {
                    guard isFence(line, isTOML ? "+++" : "---") else { return nil }
                    first = line
                    continue
                }
                let ends = isTOML ? ["+++"] : ["---", "..."]
                if ends.contains(where: { isFence(line, $0) }) {
                    head = first.next..<line.range.lowerBound
                    body = line.next..<bytes.count
                    return
                }
            }
            return nil
        }
    }

    /// A text that was taken apart.
    struct Parts {
        var meta = JSONObject()
        var metaNode: TextNode
        var body: Range<Int>
        var duplicates: [JSONDuplicate] = []
        var problems: [FileFormatError] = []
    }

    static func read(
        _ bytes: [UInt8], depthMax: Int
    ) throws(FileFormatError) -> FormattedText {
        _ = try PlainText.decode(bytes, ByteOrderMark.length(in: bytes)..<bytes.count)
        let parts = parts(of: bytes, depthMax: depthMax)
        let items = CheckList.items(of: bytes, in: parts.body)
        let value: JSONValue = [
            "meta": .object(parts.meta),
            "body": .string(String(decoding: bytes[parts.body], as: UTF8.self)),
            "items": CheckList.values(of: items, bytes),
        ]
        return FormattedText(
            value, duplicates: parts.duplicates, problems: parts.problems,
            lines: TextLines(of: bytes) { node(of: $0, depthMax: depthMax) })
    }

    /// The places of all values of a text.
    static func node(of bytes: [UInt8], depthMax: Int) -> TextNode {
        let parts = parts(of: bytes, depthMax: depthMax)
        let items = CheckList.items(of: bytes, in: parts.body)
        let members = [
            TextMember(name: "meta", key: parts.metaNode.range, value: parts.metaNode),
            TextMember(name: "body", key: parts.body, value: TextNode(range: parts.body)),
            CheckList.member(of: items),
        ]
        let start = ByteOrderMark.length(in: bytes)
        return TextNode(range: start..<bytes.count, content: .object(members), style: .block)
    }

    /// Takes a text apart.
    static func parts(of bytes: [UInt8], depthMax: Int) -> Parts {
        let start = ByteOrderMark.length(in: bytes)
        let nothing = TextNode(range: start..<start, content: .object([]), style: .block)
        var parts = Parts(metaNode: nothing, body: start..<bytes.count)
        guard let layout = Layout(bytes) else { return parts }
        // The head stands one level deeper than its own value.
        let depthMax = depthMax - 1
        do {
            guard let head = try head(of: bytes, layout, depthMax: depthMax) else { return parts }
            parts = Parts(
                meta: head.meta, metaNode: head.node ?? nothing, body: layout.body,
                duplicates: head.duplicates)
        } catch {
            parts.body = layout.body
            parts.problems = [error]
            if !layout.isTOML,
                let head = FrontMatterLines.read(bytes, layout.head, depthMax: depthMax)
            {
                (parts.meta, parts.metaNode) = (head.meta, head.node)
            }
        }
        return parts
    }

    private typealias Head = (meta: JSONObject, node: TextNode?, duplicates: [JSONDuplicate])

    /// The head; nil where it is no head but a text between two rulers.
    private static func head(
        of bytes: [UInt8], _ layout: Layout, depthMax: Int
    ) throws(FileFormatError) -> Head? {
        if layout.isTOML {
            let table = try TOMLReader.table(of: bytes, in: layout.head, depthMax: depthMax)
            return (table.value.asObject ?? JSONObject(), table.node, [])
        }
        let read = try YAMLReader.documents(of: bytes, in: layout.head, depthMax: depthMax)
        guard let document = read.documents.first, document.value != .null else {
            return (JSONObject(), nil, [])
        }
        guard let meta = document.value.asObject, read.documents.count == 1 else { return nil }
        let duplicates = read.duplicates.map { duplicate in
            JSONDuplicate(
                pointer: JSONPointer(tokens: ["meta"] + duplicate.pointer.tokens),
                line: duplicate.line, column: duplicate.column)
        }
        return (meta, document.node, duplicates)
    }
}
