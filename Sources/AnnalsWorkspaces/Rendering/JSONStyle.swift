import AnnalsModel

/// How a JSON text is laid out, so that what is written into it looks like the rest.
struct JSONStyle {
    /// The end of a line.
    var newline: [UInt8] = [0x0A]
    /// What each level is indented by.
    var indent: [UInt8] = [0x20, 0x20]
    /// Between a member's name and its value.
    var colon: [UInt8] = Array(": ".utf8)
    /// Between elements on one line.
    var comma: [UInt8] = Array(", ".utf8)
    /// Whether containers are spread over lines.
    var isSpread = true
    /// Whether everything beyond ASCII is escaped.
    var escapesNonASCII = false
    /// Whether the digits of escapes are capital letters.
    var hasCapitalHex = false

    /// Looks at a text.
    init(_ bytes: [UInt8], _ root: JSONSpans.Node) {
        if let end = bytes.firstIndex(of: 0x0A) {
            if end > 0, bytes[end - 1] == 0x0D { newline = [0x0D, 0x0A] }
        } else {
            isSpread = false
        }
        let escapes = Self.escapes(in: bytes)
        escapesNonASCII =
            escapes.contains { $0.isBeyondASCII } && !root.bytes(of: bytes).contains { $0 >= 0x80 }
        hasCapitalHex = escapes.contains { $0.hasCapitals }
        look(at: root, bytes)
    }

    /// Takes indent and separators of the outermost container.
    private mutating func look(at node: JSONSpans.Node, _ bytes: [UInt8]) {
        let first: Int?
        let second: Range<Int>?
        switch node {
        case .object(_, let members):
            first = members.first?.key.lowerBound
            second =
                members.count > 1
                ? members[0].value.range.upperBound..<members[1].key.lowerBound : nil
            if let member = members.first {
                let between = bytes[member.key.upperBound..<member.value.range.lowerBound]
                if !Self.hasComment(between) { colon = Array(between) }
                if colon == [UInt8(ascii: ":")] { comma = [UInt8(ascii: ",")] }
            }
        case .array(_, let elements):
            first = elements.first?.range.lowerBound
            second =
                elements.count > 1
                ? elements[0].range.upperBound..<elements[1].range.lowerBound : nil
        case .scalar:
            return
        }
        guard let first else { return }
        let gap = bytes[(node.range.lowerBound + 1)..<first]
        if let end = gap.lastIndex(of: 0x0A) {
            let blanks = Array(gap[(end + 1)...].prefix(while: JSONSpans.isBlank))
            if !blanks.isEmpty { indent = blanks }
        } else if let second, !bytes[second].contains(0x0A), !Self.hasComment(bytes[second]) {
            comma = Array(bytes[second])
        }
    }

    /// Whether there is a comment between items.
    private static func hasComment(_ gap: ArraySlice<UInt8>) -> Bool {
        gap.contains(UInt8(ascii: "/"))
    }

    /// The `\u` escapes of a text: whether each is of a scalar that is not ASCII, and has letters
    /// that are capital.
    private static func escapes(
        in bytes: [UInt8]
    ) -> [(isBeyondASCII: Bool, hasCapitals: Bool)] {
        var found: [(isBeyondASCII: Bool, hasCapitals: Bool)] = []
        var index = 0
        while index + 5 < bytes.count {
            guard bytes[index] == UInt8(ascii: "\\") else {
                index += 1
                continue
            }
            if bytes[index + 1] == UInt8(ascii: "u") {
                let digits = bytes[(index + 2)..<(index + 6)]
                let scalar = Int(String(decoding: digits, as: UTF8.self), radix: 16) ?? 0
                found.append((scalar >= 0x80, digits.contains { (0x41...0x46).contains($0) }))
            }
            index += 2
        }
        return found
    }

    // MARK: Writing

    /// Appends a value as this text would have it.
    ///
    /// - Parameters:
    ///   - indentation: What the line that the value begins on is indented by.
    ///   - isSpread: Whether containers are spread over lines.
    func write(
        _ value: JSONValue, to out: inout [UInt8], indentation: [UInt8], isSpread: Bool
    ) {
        switch value {
        case .string(let text):
            write(text, to: &out)
        case .array(let elements) where !elements.isEmpty:
            let inner = indentation + indent
            out.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                separate(index, inner, isSpread, &out)
                write(element, to: &out, indentation: inner, isSpread: isSpread)
            }
            if isSpread { out += newline + indentation }
            out.append(UInt8(ascii: "]"))
        case .object(let object) where !object.isEmpty:
            let inner = indentation + indent
            out.append(UInt8(ascii: "{"))
            for (index, member) in object.enumerated() {
                separate(index, inner, isSpread, &out)
                write(member.key, to: &out)
                out += colon
                write(member.value, to: &out, indentation: inner, isSpread: isSpread)
            }
            if isSpread { out += newline + indentation }
            out.append(UInt8(ascii: "}"))
        default:
            value.write(to: &out)
        }
    }

    private func separate(
        _ index: Int, _ indentation: [UInt8], _ isSpread: Bool, _ out: inout [UInt8]
    ) {
        if isSpread {
            if index > 0 { out.append(UInt8(ascii: ",")) }
            out += newline + indentation
        } else if index > 0 {
            out += comma
        }
    }

    /// Appends a string with the escapes that this text uses.
    func write(_ text: String, to out: inout [UInt8]) {
        var plain: [UInt8] = []
        JSONValue.string(text).write(to: &plain)
        guard escapesNonASCII, plain.contains(where: { $0 >= 0x80 }) else {
            out += plain
            return
        }
        for scalar in String(decoding: plain, as: UTF8.self).unicodeScalars {
            if scalar.isASCII {
                out.append(UInt8(truncatingIfNeeded: scalar.value))
                continue
            }
            for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter {
                let digits = String(unit, radix: 16, uppercase: hasCapitalHex)
                out += Array("\\u".utf8) + Array(repeating: 0x30, count: 4 - digits.utf8.count)
                out += Array(digits.utf8)
            }
        }
    }
}
