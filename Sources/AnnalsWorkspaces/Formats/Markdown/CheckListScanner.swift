/// Goes through the lines of a Markdown text and finds its check boxes and headings.
struct CheckListScanner {
    /// A heading and where it stands.
    struct Heading {
        /// From 1, the highest, to 6.
        let level: Int
        /// Its text.
        let title: Range<Int>
        /// Its lines, with what ends them.
        let lines: Range<Int>
        /// The first line below it that is neither code nor comment, without the spaces around it.
        fileprivate(set) var firstLine: Range<Int>?
    }

    private let bytes: [UInt8]
    private(set) var items: [CheckList.Item] = []
    private(set) var headings: [Heading] = []
    private var section: String?
    /// The columns at which the list items around the line begin.
    private var columns: [Int] = []
    /// The fence that ends the code block around the line.
    private var fence: (byte: UInt8, count: Int)?
    private var isInComment = false
    /// The line above, if it may be the text of a heading that is underlined.
    private var above: Range<Int>?

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Reads the next line.
    mutating func read(_ line: TextLine) {
        let text = TextLine.trimmed(bytes, line.range)
        let above = above
        self.above = nil
        if skip(text) || text.isEmpty { return }
        if let title = heading(text) {
            section = string(title)
            columns = []
            let level = bytes[text].prefix { $0 == UInt8(ascii: "#") }.count
            headings.append(
                Heading(level: level, title: title, lines: line.range.lowerBound..<line.next))
            return
        }
        let isFirst = headings.last.map { $0.firstLine == nil } ?? false
        if isFirst { headings[headings.count - 1].firstLine = text }
        let column = column(of: text.lowerBound, in: line.range)
        guard let content = listItem(text) else {
            if let above, isUnderline(text) {
                section = string(above)
                addUnderlined(above, line)
            } else if column == 0 {
                self.above = text
            }
            if column == 0 { columns = [] }
            return
        }
        while let last = columns.last, last >= column { columns.removeLast() }
        if let box = box(content) {
            items.append(
                CheckList.Item(
                    mark: box.mark, title: box.title, section: section, depth: columns.count,
                    line: line.number))
        }
        columns.append(column)
    }

    private func string(_ range: Range<Int>) -> String {
        String(decoding: bytes[range], as: UTF8.self)
    }

    // MARK: Code and comments

    /// Whether the line is code or a comment.
    private mutating func skip(_ text: Range<Int>) -> Bool {
        let line = bytes[text]
        if isInComment {
            isInComment = !contains(text, "-->")
            return true
        }
        let mark = line.first ?? 0
        let count = line.prefix { $0 == mark }.count
        let isFence = (mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~")) && count >= 3
        if let fence {
            if isFence, mark == fence.byte, count >= fence.count, count == text.count {
                self.fence = nil
            }
            return true
        }
        // A fence of backticks has none behind it: that is code inside a line.
        if isFence, mark == UInt8(ascii: "~") || !line.dropFirst(count).contains(mark) {
            fence = (mark, count)
            return true
        }
        guard line.starts(with: "<!--".utf8) else { return false }
        isInComment = !contains(text, "-->")
        return true
    }

    private func contains(_ text: Range<Int>, _ word: String) -> Bool {
        bytes[text].indices.contains { bytes[$0..<text.upperBound].starts(with: word.utf8) }
    }

    // MARK: Headings

    /// The text of a heading that begins with number signs.
    private func heading(_ text: Range<Int>) -> Range<Int>? {
        let signs = bytes[text].prefix { $0 == UInt8(ascii: "#") }.count
        let start = text.lowerBound + signs
        guard (1...6).contains(signs), start == text.upperBound || TextLine.isSpace(bytes[start])
        else { return nil }
        // Number signs may close it, behind a space.
        var end = text.upperBound
        while end > start, bytes[end - 1] == UInt8(ascii: "#") { end -= 1 }
        if end > start, !TextLine.isSpace(bytes[end - 1]) { end = text.upperBound }
        return TextLine.trimmed(bytes, start..<end)
    }

    /// Adds a heading whose text stands on the line above the one that underlines it.
    private mutating func addUnderlined(_ title: Range<Int>, _ line: TextLine) {
        // So far it was taken for text below the heading above.
        if let last = headings.indices.last, headings[last].firstLine == title {
            headings[last].firstLine = nil
        }
        let start =
            bytes[..<title.lowerBound].lastIndex(of: 0x0A).map { $0 + 1 } ?? title.lowerBound
        let isHighest = bytes[line.range].contains(UInt8(ascii: "="))
        headings.append(
            Heading(level: isHighest ? 1 : 2, title: title, lines: start..<line.next))
    }

    private func isUnderline(_ text: Range<Int>) -> Bool {
        guard let first = bytes[text].first, text.count >= 3 else { return false }
        return (first == UInt8(ascii: "=") || first == UInt8(ascii: "-"))
            && bytes[text].allSatisfy { $0 == first }
    }

    // MARK: Items

    /// The column that an offset is at; tabs go to the next multiple of four.
    private func column(of offset: Int, in line: Range<Int>) -> Int {
        bytes[line.lowerBound..<offset].reduce(0) { column, byte in
            byte == 0x09 ? column / 4 * 4 + 4 : column + 1
        }
    }

    /// What stands behind the mark of a list item: `-`, `*`, `+`, `1.` or `1)`.
    private func listItem(_ text: Range<Int>) -> Range<Int>? {
        let digits = bytes[text].prefix { (0x30...0x39).contains($0) }.count
        let markAt = text.lowerBound + digits
        guard digits <= 9, markAt < text.upperBound else { return nil }
        let marks = digits > 0 ? ".)" : "-*+"
        guard marks.utf8.contains(bytes[markAt]) else { return nil }
        guard markAt + 1 < text.upperBound else { return text.upperBound..<text.upperBound }
        guard TextLine.isSpace(bytes[markAt + 1]) else { return nil }
        return TextLine.trimmed(bytes, markAt + 1..<text.upperBound)
    }

    /// The mark and the text of an item that has a check box and text.
    private func box(_ content: Range<Int>) -> (mark: Range<Int>, title: Range<Int>)? {
        guard bytes[content].first == UInt8(ascii: "[") else { return nil }
        let start = content.lowerBound + 1
        guard let end = bytes[start..<content.upperBound].firstIndex(of: UInt8(ascii: "]")),
            isMark(start..<end), end + 1 < content.upperBound, TextLine.isSpace(bytes[end + 1])
        else { return nil }
        let title = TextLine.trimmed(bytes, end + 1..<content.upperBound)
        return title.isEmpty ? nil : (start..<end, title)
    }

    /// Whether it is one character that marks items: a space, an x, or a sign, which letters and
    /// digits are not.
    private func isMark(_ range: Range<Int>) -> Bool {
        guard (1...16).contains(range.count) else { return false }
        let text = string(range)
        guard text.count == 1, let mark = text.first else { return false }
        return mark == "x" || mark == "X" || !(mark.isLetter || mark.isNumber || mark == "\t")
    }
}
