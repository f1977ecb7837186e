import AnnalsModel

/// Markdown as its headings divide it: its title, the labelled lines below that, and its sections.
///
/// The value is that of Markdown with front matter, without `body`, and with `title`, the text of
/// the first heading of the first level; `labels`, what stands behind names and colons in front of
/// the first section, as in `**Status:** Done`; and `sections`, an object for each of the other
/// headings by its text, with `text`, what stands below it up to the next heading, and `line`, the
/// first line of that which is neither code nor comment. Of equal names the first counts.
enum MarkdownSections {
    /// A name in the text and what it stands for.
    struct Entry {
        /// The name.
        let name: String
        /// Where it stands.
        let key: Range<Int>
        /// Where the text is that belongs to it.
        let text: Range<Int>
        /// The first line of that; nil if there is none, and for labels.
        var line: Range<Int>?
    }

    /// The parts of a text.
    struct Parts {
        /// The title; nil if it has none.
        var title: Range<Int>?
        /// The labelled lines.
        var labels: [Entry] = []
        /// The sections.
        var sections: [Entry] = []
        /// The check boxes.
        var items: [CheckList.Item] = []
    }

    /// The longest name of a label, in bytes.
    private static let labelBytesMax = 40

    static func read(_ bytes: [UInt8], depthMax: Int) throws(FileFormatError) -> FormattedText {
        _ = try PlainText.decode(bytes, ByteOrderMark.length(in: bytes)..<bytes.count)
        let front = FrontMatter.parts(of: bytes, depthMax: depthMax)
        let parts = parts(of: bytes, in: front.body)
        let head: JSONObject = [
            "meta": .object(front.meta), "items": CheckList.values(of: parts.items, bytes),
        ]
        return FormattedText(
            value(head, parts, bytes), duplicates: front.duplicates, problems: front.problems,
            lines: TextLines(of: bytes) { node(of: $0, depthMax: depthMax) })
    }

    private static func value(
        _ head: JSONObject, _ parts: Parts, _ bytes: [UInt8]
    ) -> JSONValue {
        func string(_ range: Range<Int>) -> JSONValue {
            .string(String(decoding: bytes[range], as: UTF8.self))
        }
        var labels = JSONObject()
        for label in parts.labels { labels[label.name] = string(label.text) }
        var sections = JSONObject()
        for section in parts.sections {
            var value: JSONObject = ["text": string(section.text)]
            value["line"] = section.line.map(string)
            sections[section.name] = .object(value)
        }
        var value = head
        value["title"] = parts.title.map(string)
        value["labels"] = .object(labels)
        value["sections"] = .object(sections)
        return .object(value)
    }

    /// The places of all values of a text.
    static func node(of bytes: [UInt8], depthMax: Int) -> TextNode {
        let front = FrontMatter.node(of: bytes, depthMax: depthMax)
        let parts = parts(of: bytes, in: front.node(at: ["body"])?.range)
        func member(_ name: String, _ range: Range<Int>) -> TextMember {
            TextMember(name: name, key: range, value: TextNode(range: range))
        }
        var members: [TextMember] = []
        if case .object(let known) = front.content { members = known.filter { $0.name != "body" } }
        if let title = parts.title { members.append(member("title", title)) }
        let labels = parts.labels.map {
            TextMember(name: $0.name, key: $0.key, value: TextNode(range: $0.text))
        }
        let sections = parts.sections.map { section in
            var members = [member("text", section.text)]
            if let line = section.line { members.append(member("line", line)) }
            let node = TextNode(range: section.text, content: .object(members), style: .block)
            return TextMember(name: section.name, key: section.key, value: node)
        }
        for (name, entries) in [("labels", labels), ("sections", sections)] {
            let range = front.range
            let node = TextNode(range: range, content: .object(entries), style: .block)
            members.append(TextMember(name: name, key: range, value: node))
        }
        return TextNode(range: front.range, content: .object(members), style: .block)
    }

    /// The parts of a text, or of what stands below its head.
    static func parts(of bytes: [UInt8], in body: Range<Int>?) -> Parts {
        let body = body ?? ByteOrderMark.length(in: bytes)..<bytes.count
        var scanner = CheckListScanner(bytes)
        let first = bytes[..<body.lowerBound].count { $0 == 0x0A } + 1
        for line in TextLine.lines(of: bytes, in: body, from: first) { scanner.read(line) }
        var parts = Parts()
        parts.items = scanner.items
        var names: Set<ExactString> = []
        let ends = scanner.headings.dropFirst().map(\.lines.lowerBound) + [body.upperBound]
        for (heading, end) in zip(scanner.headings, ends) {
            if heading.level == 1, parts.title == nil, !heading.title.isEmpty {
                parts.title = heading.title
                continue
            }
            let name = String(decoding: bytes[heading.title], as: UTF8.self)
            guard !name.isEmpty, names.insert(ExactString(name)).inserted else { continue }
            let text = trimmed(bytes, heading.lines.upperBound..<end)
            parts.sections.append(
                Entry(
                    name: name, key: heading.title, text: text,
                    line: heading.firstLine.map { plain(bytes, $0) }))
        }
        let end = scanner.headings.first { $0.level > 1 }?.lines.lowerBound ?? body.upperBound
        parts.labels = labels(of: bytes, in: body.lowerBound..<max(body.lowerBound, end))
        return parts
    }

    /// The lines that begin with a name and a colon.
    private static func labels(of bytes: [UInt8], in range: Range<Int>) -> [Entry] {
        var labels: [Entry] = []
        var names: Set<ExactString> = []
        for line in TextLine.lines(of: bytes, in: range) {
            guard let label = label(bytes, line.range),
                names.insert(ExactString(label.name)).inserted
            else { continue }
            labels.append(label)
        }
        return labels
    }

    /// The label of a line: `Status: Done`, `**Status:** Done`, `- **Status**: Done` and the like.
    private static func label(_ bytes: [UInt8], _ line: Range<Int>) -> Entry? {
        var rest = TextLine.trimmed(bytes, line)
        if let first = bytes[rest].first, Array("-*+>".utf8).contains(first), rest.count > 1,
            TextLine.isSpace(bytes[rest.lowerBound + 1])
        {
            rest = TextLine.trimmed(bytes, rest.lowerBound + 1..<rest.upperBound)
        }
        let emphasis = bytes[rest].prefix { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "_") }
        let isEmphatic = !emphasis.isEmpty
        rest = rest.lowerBound + emphasis.count..<rest.upperBound
        guard let colon = bytes[rest].prefix(labelBytesMax).firstIndex(of: UInt8(ascii: ":")) else {
            return nil
        }
        func isMark(_ byte: UInt8) -> Bool {
            isEmphatic && (byte == UInt8(ascii: "*") || byte == UInt8(ascii: "_"))
        }
        var key = TextLine.trimmed(bytes, rest.lowerBound..<colon)
        var wasClosed = !isEmphatic
        while let last = bytes[key].last, isMark(last) {
            key = key.lowerBound..<(key.upperBound - 1)
            wasClosed = true
        }
        var start = colon + 1
        if !wasClosed {
            while start < rest.upperBound, isMark(bytes[start]) { start += 1 }
            // A whole line in bold type is no label and its value.
            guard start > colon + 1 else { return nil }
        }
        let text = plain(bytes, TextLine.trimmed(bytes, start..<rest.upperBound))
        guard isName(bytes[key]), !text.isEmpty,
            start == rest.upperBound || TextLine.isSpace(bytes[start])
        else { return nil }
        return Entry(name: String(decoding: bytes[key], as: UTF8.self), key: key, text: text)
    }

    /// Whether it is words of letters and digits.
    private static func isName(_ text: ArraySlice<UInt8>) -> Bool {
        guard let first = text.first, (0x61...0x7A).contains(first | 0x20) else { return false }
        return text.allSatisfy { byte in
            (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte)
                || Array(" -_/".utf8).contains(byte)
        }
    }

    /// A line without the emphasis that is around all of it: the `Done` of `**Done**`.
    private static func plain(_ bytes: [UInt8], _ line: Range<Int>) -> Range<Int> {
        let marks = bytes[line].prefix { $0 == UInt8(ascii: "*") }.count
        let inner = line.lowerBound + marks..<max(line.lowerBound + marks, line.upperBound - marks)
        let isAround =
            marks > 0 && !inner.isEmpty
            && bytes[inner.upperBound..<line.upperBound].allSatisfy { $0 == UInt8(ascii: "*") }
        guard isAround, !bytes[inner].contains(UInt8(ascii: "*")) else { return line }
        return TextLine.trimmed(bytes, inner)
    }

    /// A part of a text without the blanks and line ends around it.
    private static func trimmed(_ bytes: [UInt8], _ range: Range<Int>) -> Range<Int> {
        func isBlank(_ byte: UInt8) -> Bool {
            TextLine.isSpace(byte) || byte == 0x0A || byte == 0x0D
        }
        guard let first = bytes[range].firstIndex(where: { !isBlank($0) }),
            let last = bytes[range].lastIndex(where: { !isBlank($0) })
        else { return range.lowerBound..<range.lowerBound }
        return first..<(last + 1)
    }
}
