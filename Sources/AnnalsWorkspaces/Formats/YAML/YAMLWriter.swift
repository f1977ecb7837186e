import AnnalsModel

/// Writes values as YAML.
struct YAMLWriter {
    /// What ends a line.
    let newline: [UInt8]
    /// Spaces for each level.
    let indent: Int

    // MARK: Scalars

    /// A string, number, truth or null, written like the one that it replaces where it can be.
    ///
    /// - Parameters:
    ///   - style: How the old one was written.
    ///   - old: What it said.
    ///   - column: Spaces in front of the lines of a block scalar; nil where there can be none.
    func scalar(
        _ value: JSONValue, like style: TextNode.Style = .plain, _ old: String? = nil,
        column: Int?
    ) -> [UInt8] {
        guard let text = value.asString else { return Array(value.compact.utf8) }
        let wasBlock = style == .literal || style == .folded
        if wasBlock || style == .plain && text.utf8.contains(0x0A), let column,
            let block = block(text, isFolded: style == .folded, column: column)
        {
            return block
        }
        if style == .plain || wasBlock {
            // A date stays one for readers that know dates, where it was one before.
            let mayLookOtherwise = style == .plain && old.map(Self.looksOtherwise) ?? false
            if Self.isPlain(text, inFlow: column == nil),
                mayLookOtherwise || !Self.looksOtherwise(text)
            {
                return Array(text.utf8)
            }
        }
        let isSimple = text.unicodeScalars.allSatisfy { $0.value >= 0x20 && Self.isPrintable($0) }
        if style != .doubleQuoted, isSimple {
            return Array("'\(text.replacing("'", with: "''"))'".utf8)
        }
        return Self.doubleQuoted(text)
    }

    /// Whether a text can stand without quotation marks, YAML 1.2.2 section 7.3.3, and be a text.
    private static func isPlain(_ text: String, inFlow: Bool) -> Bool {
        guard YAMLScalar.plain(text).asString != nil, let first = text.utf8.first else {
            return false
        }
        let scalars = text.unicodeScalars
        let isBlank = { (scalar: Unicode.Scalar?) in scalar == " " || scalar == "\t" }
        guard !isBlank(scalars.first), !isBlank(scalars.last), !text.utf8.elementsEqual("=".utf8),
            scalars.allSatisfy({ $0.value >= 0x20 && isPrintable($0) }),
            !"-?:,[]{}#&*!|>'\"%@`".utf8.contains(first), text.utf8.last != UInt8(ascii: ":")
        else { return false }
        let bytes = Array(text.utf8)
        for (index, byte) in bytes.enumerated().dropFirst() {
            if byte == UInt8(ascii: "#"), TextLine.isSpace(bytes[index - 1]) { return false }
            if TextLine.isSpace(byte), bytes[index - 1] == UInt8(ascii: ":") { return false }
            if inFlow, ",[]{}:".utf8.contains(byte) { return false }
        }
        return !text.hasPrefix("<<") && !text.hasPrefix("...")
    }

    /// Whether other versions of YAML take a plain text for a number, date or truth.
    private static func looksOtherwise(_ text: String) -> Bool {
        let words = ["y", "n", "yes", "no", "on", "off"]
        if words.contains(where: { $0.elementsEqual(text.lowercased()) }) { return true }
        guard let first = text.utf8.first else { return false }
        let isNumeric = { (byte: UInt8) in (0x30...0x39).contains(byte) }
        guard isNumeric(first) || "+-.".utf8.contains(first) else { return false }
        return text.utf8.allSatisfy {
            isNumeric($0) || (0x41...0x46).contains($0 & 0xDF) || "+-._:TtZzxo ".utf8.contains($0)
        } || text.hasPrefix(".inf") || text.hasPrefix(".nan")
    }

    /// Whether a scalar may stand in a text as it is, and ends no line.
    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x20...0x7E, 0xA0...0x2027, 0x202A...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD,
            0x10000...0x10FFFF:
            true
        default: false
        }
    }

    private static func doubleQuoted(_ text: String) -> [UInt8] {
        var out: [UInt8] = [UInt8(ascii: "\"")]
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += Array("\\\"".utf8)
            case "\\": out += Array("\\\\".utf8)
            case "\n": out += Array("\\n".utf8)
            case "\r": out += Array("\\r".utf8)
            case "\t": out += Array("\\t".utf8)
            case _ where isPrintable(scalar): out += Array(String(Character(scalar)).utf8)
            default:
                let digits = String(scalar.value, radix: 16)
                out += Array("\\u".utf8)
                out += Array(repeating: 0x30, count: max(0, 4 - digits.utf8.count))
                out += Array(digits.utf8)
            }
        }
        out.append(UInt8(ascii: "\""))
        return out
    }

    /// A text as a block scalar; nil if it cannot be one whatever stands around it.
    private func block(_ text: String, isFolded: Bool, column: Int) -> [UInt8]? {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let endsLine = lines.last?.isEmpty == true && lines.count > 1
        if endsLine { lines.removeLast() }
        guard let first = lines.first?.utf8.first, lines.last?.isEmpty == false,
            !TextLine.isSpace(first),
            text.unicodeScalars.allSatisfy({ $0 == "\n" || Self.isPrintable($0) }),
            lines.allSatisfy({ $0.isEmpty || !$0.utf8.allSatisfy(TextLine.isSpace) })
        else { return nil }
        let canFold = lines.allSatisfy { $0.utf8.first.map { !TextLine.isSpace($0) } ?? true }
        let folds = isFolded && canFold
        var out = Array((folds ? ">" : "|").utf8) + (endsLine ? [] : [UInt8(ascii: "-")])
        for (index, line) in lines.enumerated() {
            out += newline
            // Folding takes one line end of each run away.
            if folds, index > 0, !line.isEmpty { out += newline }
            if !line.isEmpty { out += TextLayout.spaces(column) + Array(line.utf8) }
        }
        return out
    }

    // MARK: Collections

    /// A value inside brackets or on one line.
    func flow(_ value: JSONValue) -> [UInt8] {
        if let elements = value.asArray {
            return enclosed("[", elements.map(flow), "]")
        }
        guard let object = value.asObject else { return scalar(value, column: nil) }
        return enclosed("{", object.map { flowMember($0.key, $0.value) }, "}")
    }

    /// A member inside braces.
    func flowMember(_ name: String, _ value: JSONValue) -> [UInt8] {
        scalar(.string(name), column: nil) + Array(": ".utf8) + flow(value)
    }

    private func enclosed(_ open: String, _ items: [[UInt8]], _ close: String) -> [UInt8] {
        Array(open.utf8) + items.joined(separator: Array(", ".utf8)) + Array(close.utf8)
    }

    /// A member on lines of its own, without the spaces in front of the first.
    func member(_ name: String, _ value: JSONValue, column: Int) -> [UInt8] {
        let key = scalar(.string(name), column: nil) + [UInt8(ascii: ":")]
        return key + behindKey(value, column: column)
    }

    /// What stands behind the colon of a member whose key is at a column.
    func behindKey(_ value: JSONValue, column: Int) -> [UInt8] {
        guard value.hasParts else {
            return [0x20]
                + (value.isContainer ? flow(value) : scalar(value, column: column + indent))
        }
        return newline + TextLayout.spaces(column + indent) + block(value, column: column + indent)
    }

    /// What stands behind the hyphen of an element that is at a column.
    func behindHyphen(_ value: JSONValue, column: Int) -> [UInt8] {
        [0x20] + block(value, column: column + 2)
    }

    /// A value on lines of its own, without the spaces in front of the first.
    func block(_ value: JSONValue, column: Int) -> [UInt8] {
        let start = newline + TextLayout.spaces(column)
        if let elements = value.asArray, !elements.isEmpty {
            let items = elements.map {
                [UInt8(ascii: "-")] + behindHyphen($0, column: column)
            }
            return Array(items.joined(separator: start))
        }
        if let object = value.asObject, !object.isEmpty {
            let members = object.map { member($0.key, $0.value, column: column) }
            return Array(members.joined(separator: start))
        }
        return value.isContainer ? flow(value) : scalar(value, column: column)
    }
}

extension JSONValue {
    /// Whether it is an object or array.
    var isContainer: Bool { asObject != nil || asArray != nil }

    /// Whether it is an object or array with something in it.
    var hasParts: Bool { asObject?.isEmpty == false || asArray?.isEmpty == false }
}
