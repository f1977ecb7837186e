import AnnalsModel

/// Writes values as TOML.
enum TOMLWriter {
    /// A value on one line; nil if it is null or holds it.
    static func flow(_ value: JSONValue) -> [UInt8]? {
        switch value {
        case .null:
            return nil
        case .bool, .number:
            return Array(value.compact.utf8)
        case .string(let text):
            return string(text)
        case .array(let elements):
            return enclosed("[", elements.map(flow), "]")
        case .object(let object):
            let members = object.map { member($0.key, $0.value) }
            return object.isEmpty ? Array("{}".utf8) : enclosed("{ ", members, " }")
        }
    }

    private static func enclosed(
        _ open: String, _ items: [[UInt8]?], _ close: String
    ) -> [UInt8]? {
        let written = items.compactMap { $0 }
        guard written.count == items.count else { return nil }
        return Array(open.utf8) + written.joined(separator: Array(", ".utf8)) + Array(close.utf8)
    }

    /// A key and its value; nil if the value cannot be written.
    static func member(_ name: String, _ value: JSONValue) -> [UInt8]? {
        let isBare = !name.isEmpty && name.utf8.allSatisfy(TOMLReader.isBare)
        guard let text = flow(value) else { return nil }
        return (isBare ? Array(name.utf8) : string(name)) + Array(" = ".utf8) + text
    }

    /// A string, in marks like those of another where it can be.
    ///
    /// - Parameter newline: What ends a line of the text.
    static func string(
        _ text: String, like style: TextNode.Style = .doubleQuoted, _ newline: [UInt8] = [0x0A]
    ) -> [UInt8] {
        let scalars = text.unicodeScalars
        let isLiteral = scalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F || $0 == "\t" }
        switch style {
        case .singleQuoted where isLiteral && !text.utf8.contains(UInt8(ascii: "'")):
            return Array("'\(text)'".utf8)
        case .literal, .folded:
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            let isPlain = lines.allSatisfy { line in
                line.unicodeScalars.allSatisfy {
                    $0.value >= 0x20 && $0.value != 0x7F || $0 == "\t"
                }
                    && !line.utf8.contains { $0 == 0x22 || $0 == 0x27 || $0 == 0x5C }
            }
            guard lines.count > 1, isPlain, newline == [0x0A] else { return basic(text) }
            let marks = style == .literal ? "'''" : "\"\"\""
            return Array("\(marks)\n\(text)\(marks)".utf8)
        default:
            return basic(text)
        }
    }

    private static func basic(_ text: String) -> [UInt8] {
        var out: [UInt8] = [UInt8(ascii: "\"")]
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += Array("\\\"".utf8)
            case "\\": out += Array("\\\\".utf8)
            case "\n": out += Array("\\n".utf8)
            case "\r": out += Array("\\r".utf8)
            case "\t": out += Array("\\t".utf8)
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let digits = String(scalar.value, radix: 16)
                out += Array("\\u".utf8)
                out += Array(repeating: 0x30, count: 4 - digits.utf8.count) + Array(digits.utf8)
            default: out += Array(String(Character(scalar)).utf8)
            }
        }
        out.append(UInt8(ascii: "\""))
        return out
    }
}
