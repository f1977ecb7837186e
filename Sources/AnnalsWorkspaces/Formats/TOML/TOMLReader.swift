import AnnalsModel

/// Reads TOML 1.0 (https://toml.io/en/v1.0.0) into JSON values and the places where they stand.
///
/// Numbers that JSON cannot write as they are spelled (`1_000`, `0xFF`, `+1`, `inf`), dates and
/// times are texts.
struct TOMLReader {
    let bytes: [UInt8]
    var index: Int
    let end: Int
    let depthMax: Int

    private init(_ bytes: [UInt8], _ range: Range<Int>, depthMax: Int) {
        self.bytes = bytes
        index = range.lowerBound
        end = range.upperBound
        self.depthMax = depthMax
    }

    /// Reads a text.
    static func read(
        _ bytes: [UInt8], depthMax: Int
    ) throws(FileFormatError) -> FormattedText {
        let range = ByteOrderMark.length(in: bytes)..<bytes.count
        let root = try table(of: bytes, in: range, depthMax: depthMax)
        return FormattedText(
            root.value,
            lines: TextLines(of: bytes) { bytes in
                (try? table(of: bytes, in: range, depthMax: depthMax))?.node
            })
    }

    /// Reads a part of a text.
    static func table(
        of bytes: [UInt8], in range: Range<Int>, depthMax: Int
    ) throws(FileFormatError) -> TOMLTable {
        var reader = TOMLReader(bytes, range, depthMax: depthMax)
        return try reader.root()
    }

    private mutating func root() throws(FileFormatError) -> TOMLTable {
        let root = TOMLTable(.root, depth: 1, range: index..<index)
        var current = root
        while true {
            skipBlanksAndLines()
            guard index < end else { return root }
            if peek() == UInt8(ascii: "[") {
                current = try header(root)
            } else {
                try keyAndValue(in: current)
            }
            try endLine()
        }
    }

    // MARK: Headers

    private mutating func header(_ root: TOMLTable) throws(FileFormatError) -> TOMLTable {
        let start = index
        index += 1
        let isList = take(UInt8(ascii: "["))
        skipBlanks()
        var names = try keys()
        guard take(UInt8(ascii: "]")), !isList || take(UInt8(ascii: "]")) else {
            throw error("a header of a table ends in \(isList ? "]]" : "]")")
        }
        guard let last = names.popLast() else { throw error("a header without a name") }
        var table = root
        for name in names {
            table = try step(from: table, name, start..<index)
        }
        let new = try child(of: table, .header, start..<index)
        let member = TOMLTable.Member(
            name: last.name, key: last.range, item: isList ? .tables([new]) : .table(new))
        switch (table[last.name]?.item, isList) {
        case (nil, _):
            table.add(member)
            return new
        case (.tables, true):
            table.append(new, to: last.name)
            return new
        case (.table(let known), false) where known.origin == .headerBelow:
            known.origin = .header
            known.range = start..<index
            return known
        default:
            throw error("\(last.name.quotedForMessage) is given again", at: last.range.lowerBound)
        }
    }

    /// The table that a name in the middle of a header means.
    private func step(
        from table: TOMLTable, _ name: Key, _ header: Range<Int>
    ) throws(FileFormatError) -> TOMLTable {
        switch table[name.name]?.item {
        case nil:
            let new = try child(of: table, .headerBelow, header)
            table.add(TOMLTable.Member(name: name.name, key: name.range, item: .table(new)))
            return new
        case .table(let known) where known.origin != .inline:
            return known
        case .tables(let tables):
            if let last = tables.last { return last }
        default:
            break
        }
        throw error("\(name.name.quotedForMessage) is no table", at: name.range.lowerBound)
    }

    private func child(
        of table: TOMLTable, _ origin: TOMLTable.Origin, _ range: Range<Int>
    ) throws(FileFormatError) -> TOMLTable {
        // A list of tables is a container too.
        guard table.depth + 2 <= depthMax else { throw tooDeep }
        return TOMLTable(origin, depth: table.depth + 2, range: range)
    }

    // MARK: Keys

    struct Key {
        let name: String
        let range: Range<Int>
    }

    private mutating func keyAndValue(in table: TOMLTable) throws(FileFormatError) {
        let start = index
        var names = try keys()
        guard let last = names.popLast() else { throw error("a key without a name") }
        guard take(UInt8(ascii: "=")) else { throw error("behind a key comes =") }
        skipBlanks()
        var inner = table
        var ways: [TOMLTable] = [table]
        for name in names {
            if let member = inner[name.name] {
                guard case .table(let known) = member.item, known.origin == .dottedKey else {
                    throw error(
                        "\(name.name.quotedForMessage) is given again", at: name.range.lowerBound)
                }
                inner = known
            } else {
                let new = try child(of: inner, .dottedKey, start..<start)
                inner.add(TOMLTable.Member(name: name.name, key: name.range, item: .table(new)))
                inner = new
            }
            ways.append(inner)
        }
        guard inner[last.name] == nil else {
            throw error("\(last.name.quotedForMessage) is given again", at: last.range.lowerBound)
        }
        let (value, node) = try value(depth: inner.depth)
        inner.add(
            TOMLTable.Member(name: last.name, key: last.range, item: .value(value, node)))
        for way in ways {
            let isEmptyRoot = way.origin == .root && way.members.count == 1
            let lower = isEmptyRoot ? start : way.range.lowerBound
            way.range = min(lower, start)..<node.range.upperBound
        }
    }

    private mutating func keys() throws(FileFormatError) -> [Key] {
        var names: [Key] = []
        repeat {
            skipBlanks()
            let start = index
            let name: String
            switch peek() {
            case UInt8(ascii: "\""): name = try basicString()
            case UInt8(ascii: "'"): name = try literalString()
            default:
                while let byte = peek(), Self.isBare(byte) { index += 1 }
                guard index > start else { throw error("there is no key where one should be") }
                name = String(decoding: bytes[start..<index], as: UTF8.self)
            }
            names.append(Key(name: name, range: start..<index))
            skipBlanks()
            guard names.count <= depthMax else { throw tooDeep }
        } while take(UInt8(ascii: "."))
        return names
    }

    /// Whether a byte may be in a key without marks.
    static func isBare(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }

    // MARK: Values

    mutating func value(depth: Int) throws(FileFormatError) -> (JSONValue, TextNode) {
        let start = index
        switch peek() {
        case UInt8(ascii: "\""):
            let isLong = startsWith("\"\"\"")
            let text = try isLong ? longString() : basicString()
            let style: TextNode.Style = isLong ? .folded : .doubleQuoted
            return (.string(text), TextNode(range: start..<index, style: style))
        case UInt8(ascii: "'"):
            let isLong = startsWith("'''")
            let text = try isLong ? longString() : literalString()
            let style: TextNode.Style = isLong ? .literal : .singleQuoted
            return (.string(text), TextNode(range: start..<index, style: style))
        case UInt8(ascii: "["):
            return try array(depth: depth + 1)
        case UInt8(ascii: "{"):
            return try inlineTable(depth: depth + 1)
        default:
            return (try bareValue(), TextNode(range: start..<index))
        }
    }

    private mutating func array(depth: Int) throws(FileFormatError) -> (JSONValue, TextNode) {
        guard depth <= depthMax else { throw tooDeep }
        let start = index
        index += 1
        var values: [JSONValue] = []
        var nodes: [TextNode] = []
        while true {
            skipBlanksAndLines()
            if take(UInt8(ascii: "]")) { break }
            let (value, node) = try value(depth: depth)
            values.append(value)
            nodes.append(node)
            skipBlanksAndLines()
            if take(UInt8(ascii: "]")) { break }
            guard take(UInt8(ascii: ",")) else {
                throw error("behind a value of an array comes a comma or ]")
            }
        }
        let node = TextNode(range: start..<index, content: .array(nodes), style: .flow)
        return (.array(values), node)
    }

    private mutating func inlineTable(
        depth: Int
    ) throws(FileFormatError) -> (JSONValue, TextNode) {
        guard depth <= depthMax else { throw tooDeep }
        let start = index
        index += 1
        let table = TOMLTable(.inline, depth: depth, range: start..<start)
        while true {
            skipBlanksAndLines()
            if take(UInt8(ascii: "}")) { break }
            try keyAndValue(in: table)
            skipBlanksAndLines()
            if take(UInt8(ascii: "}")) { break }
            guard take(UInt8(ascii: ",")) else {
                throw error("behind a value in braces comes a comma or }")
            }
        }
        table.range = start..<index
        return (table.value, table.node)
    }
}

// MARK: - Steps

extension TOMLReader {
    func peek() -> UInt8? {
        index < end ? bytes[index] : nil
    }

    mutating func take(_ byte: UInt8) -> Bool {
        guard peek() == byte else { return false }
        index += 1
        return true
    }

    func startsWith(_ text: StaticString) -> Bool {
        let wanted = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        return end - index >= wanted.count
            && bytes[index..<index + wanted.count].elementsEqual(wanted)
    }

    mutating func skipBlanks() {
        while let byte = peek(), byte == 0x20 || byte == 0x09 { index += 1 }
    }

    mutating func skipBlanksAndLines() {
        while let byte = peek() {
            if byte == UInt8(ascii: "#") {
                skipComment()
            } else if JSONSpans.isBlank(byte) {
                index += 1
            } else {
                return
            }
        }
    }

    private mutating func skipComment() {
        while let byte = peek(), byte != 0x0A { index += 1 }
    }

    /// Goes to the end of a line that holds nothing more.
    private mutating func endLine() throws(FileFormatError) {
        skipBlanks()
        if peek() == UInt8(ascii: "#") { skipComment() }
        _ = take(0x0D)
        guard index == end || take(0x0A) else {
            throw error("a line goes on where it should end")
        }
    }

    private var tooDeep: FileFormatError {
        error("it has more than \(depthMax) levels of nesting")
    }

    func error(_ problem: String, at offset: Int? = nil) -> FileFormatError {
        FileFormatError("not TOML: \(problem)", at: offset ?? index, in: bytes)
    }
}
