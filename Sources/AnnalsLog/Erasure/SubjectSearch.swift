import AnnalsCodec
package import AnnalsModel
import Foundation

/// Looks for a value in bodies: its bytes, wherever they stand and however they are escaped.
package struct SubjectSearch: Sendable {
    /// The value itself.
    private let plain: [UInt8]
    /// The value as it stands inside a JSON string of a body.
    private let escaped: [UInt8]

    /// - Throws: `invalidArgument` for an empty value.
    package init(_ value: String) throws(StoreError) {
        guard !value.isEmpty else {
            throw StoreError(
                .invalidArgument, "an empty value is in every event: give the value to look for")
        }
        plain = Array(value.utf8)
        var json: [UInt8] = []
        JSONValue.string(value).write(to: &json)
        escaped = Array(json.dropFirst().dropLast())
    }

    /// Whether a name or a reason holds the value.
    package func matches(name: String) -> Bool { Self.contains(Array(name.utf8), plain) }

    /// Whether a body holds the value in what somebody wrote: in a string, the name of a member or
    /// the digits of a number, in a string that is JSON itself, or in bytes that are written in
    /// base64.
    package func matches(body: [UInt8]) -> Bool {
        if mayMatch(body), isWritten(in: body) { return true }
        return Self.base64Strings(in: body).contains { Self.contains($0, plain) }
    }

    /// Whether the bytes of a body have the value anywhere.
    private func mayMatch(_ body: [UInt8]) -> Bool {
        if Self.contains(body, escaped) { return true }
        return hasUnescaped(body)
    }

    /// Whether a text has the value once its escapes are taken away, also those inside of others.
    private func hasUnescaped(_ text: [UInt8]) -> Bool {
        var text = text
        for _ in 0..<Limits.nestedEscapesMax {
            guard text.contains(UInt8(ascii: "\\")) else { return false }
            text = Self.unescaped(text)
            if Self.contains(text, plain) { return true }
        }
        return false
    }

    /// Whether it stands in what was given, and not in how a body is written down.
    private func isWritten(in body: [UInt8]) -> Bool {
        guard let object = (try? JSONValue(parsing: body))?.asObject else { return true }
        return object.contains { name, value in
            // The names of these are the store's own; whether something ends is no content.
            name != "deleted" && isWritten(in: value)
        }
    }

    private func isWritten(in value: JSONValue) -> Bool {
        switch value {
        case .null, .bool: false
        case .number(let number): Self.contains(Array(number.literal.utf8), plain)
        case .string(let text): isWritten(inText: text)
        case .array(let values): values.contains { isWritten(in: $0) }
        case .object(let members):
            members.contains { isWritten(inText: $0) || isWritten(in: $1) }
        }
    }

    private func isWritten(inText text: String) -> Bool {
        let bytes = Array(text.utf8)
        return Self.contains(bytes, plain) || hasUnescaped(bytes)
    }

    private static func contains(_ text: [UInt8], _ value: [UInt8]) -> Bool {
        text.withUnsafeBytes { text in
            value.withUnsafeBytes { value in
                guard let start = text.baseAddress, let sought = value.baseAddress else {
                    return false
                }
                var place = 0
                while place + value.count <= text.count {
                    let left = text.count - value.count + 1 - place
                    guard let found = memchr(start + place, Int32(value[0]), left) else {
                        return false
                    }
                    if memcmp(found, sought, value.count) == 0 { return true }
                    place = UnsafeRawPointer(found) - start + 1
                }
                return false
            }
        }
    }

    /// A text with every escape of JSON replaced by what it stands for.
    private static func unescaped(_ text: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        var index = 0
        while index < text.count {
            guard text[index] == UInt8(ascii: "\\"), index + 1 < text.count else {
                result.append(text[index])
                index += 1
                continue
            }
            index += 2
            switch text[index - 1] {
            case UInt8(ascii: "b"): result.append(0x08)
            case UInt8(ascii: "f"): result.append(0x0C)
            case UInt8(ascii: "n"): result.append(0x0A)
            case UInt8(ascii: "r"): result.append(0x0D)
            case UInt8(ascii: "t"): result.append(0x09)
            case UInt8(ascii: "u"): append(codeAt: &index, of: text, to: &result)
            default: result.append(text[index - 1])
            }
        }
        return result
    }

    /// Appends the character of a `\u` escape, of two if it needs a second one.
    private static func append(codeAt index: inout Int, of text: [UInt8], to result: inout [UInt8])
    {
        guard let first = code(text, index) else { return }
        index += 4
        var value = UInt32(first)
        if (0xD800..<0xDC00).contains(first), index + 1 < text.count,
            text[index] == UInt8(ascii: "\\"), text[index + 1] == UInt8(ascii: "u"),
            let second = code(text, index + 2), (0xDC00..<0xE000).contains(second)
        {
            value = 0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00)
            index += 6
        }
        guard let scalar = Unicode.Scalar(value) else { return }
        result.append(contentsOf: Array(String(Character(scalar)).utf8))
    }

    private static func code(_ text: [UInt8], _ start: Int) -> UInt16? {
        guard start + 4 <= text.count else { return nil }
        return UInt16(String(decoding: text[start..<start + 4], as: UTF8.self), radix: 16)
    }

    /// What the members called `base64` or `target_base64` hold, as a captured file that is no text
    /// has one.
    private static func base64Strings(in body: [UInt8]) -> [[UInt8]] {
        let name = "base64\":\""
        guard contains(body, Array(name.utf8)) else { return [] }
        let text = String(decoding: body, as: UTF8.self)
        return text.components(separatedBy: name).dropFirst().compactMap { rest in
            Data(base64Encoded: String(rest.prefix { $0 != "\"" })).map { Array($0) }
        }
    }
}

extension LogReader {
    /// Positions and streams of the events of a stretch of the log whose bodies hold a value.
    package func events(
        holding value: SubjectSearch, after first: Int64, through last: Int64
    ) throws(StoreError) -> [(position: Int64, stream: Int64)] {
        var found: [(position: Int64, stream: Int64)] = []
        try EventTable(statements).forEachBody(
            after: first, through: last, EventTable.BodyFilter()
        ) { row throws(StoreError) in
            let row = try row.stored()
            guard let body = try bodies.body(row), value.matches(body: body) else { return }
            found.append((row.position, row.stream))
        }
        return found
    }

    /// The names of streams, actors, correlations and types that hold a value.
    package func names(holding value: SubjectSearch) throws(StoreError) -> [String] {
        var found: [String] = []
        for name in try StreamTable(statements).names() {
            let name = "\(name.category)/\(name.id)"
            if value.matches(name: name) { found.append("stream \(name)") }
        }
        for (_, actor) in try NameTable(.actors, statements).rows() {
            if value.matches(name: actor.name) { found.append("actor \(actor.name)") }
        }
        for (_, name) in try NameTable(.correlations, statements).rows() {
            if value.matches(name: name.text) { found.append("correlation \(name.text)") }
        }
        return found
    }
}
