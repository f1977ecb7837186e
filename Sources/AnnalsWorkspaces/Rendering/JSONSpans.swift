/// Where the values of a JSON text stand, byte by byte.
///
/// Made of a text that the lenient reading accepts; what is no JSON gives nil.
struct JSONSpans {
    /// A value and where it stands.
    indirect enum Node {
        case scalar(Range<Int>)
        case array(Range<Int>, [Node])
        case object(Range<Int>, [Member])

        /// Where the value stands.
        var range: Range<Int> {
            switch self {
            case .scalar(let range), .array(let range, _), .object(let range, _): range
            }
        }

        /// The text of the value.
        func bytes(of text: [UInt8]) -> ArraySlice<UInt8> { text[range] }
    }

    /// A member of an object.
    struct Member {
        /// Where its name stands, with the quotation marks.
        let key: Range<Int>
        /// Its value.
        let value: Node
    }

    private let bytes: [UInt8]
    private let end: Int
    private var index: Int

    private init(_ bytes: [UInt8], _ range: Range<Int>) {
        self.bytes = bytes
        index = range.lowerBound
        end = range.upperBound
    }

    /// The value of a text, plain or with comments.
    static func read(_ bytes: [UInt8]) -> Node? {
        let range = ByteOrderMark.length(in: bytes)..<bytes.count
        return read(bytes, in: range)
            ?? JSONComments.blanked(bytes).flatMap { read($0, in: range) }
    }

    /// The value of a part of a text.
    static func read(_ bytes: [UInt8], in range: Range<Int>) -> Node? {
        var reader = JSONSpans(bytes, range)
        reader.skipBlanks()
        guard let node = reader.value(depth: 0) else { return nil }
        reader.skipBlanks()
        return reader.index == range.upperBound ? node : nil
    }

    private mutating func value(depth: Int) -> Node? {
        guard index < end, depth <= FileReader.depthMax else { return nil }
        let start = index
        switch bytes[index] {
        case UInt8(ascii: "{"):
            guard let members = members(depth: depth) else { return nil }
            return .object(start..<index, members)
        case UInt8(ascii: "["):
            guard let elements = elements(depth: depth) else { return nil }
            return .array(start..<index, elements)
        case UInt8(ascii: "\""):
            return string().map { .scalar($0) }
        default:
            while index < end, !Self.endsScalar(bytes[index]) { index += 1 }
            return index > start ? .scalar(start..<index) : nil
        }
    }

    private mutating func members(depth: Int) -> [Member]? {
        index += 1
        var members: [Member] = []
        skipBlanks()
        if take(UInt8(ascii: "}")) { return members }
        while let key = string() {
            skipBlanks()
            guard take(UInt8(ascii: ":")) else { return nil }
            skipBlanks()
            guard let value = value(depth: depth + 1) else { return nil }
            members.append(Member(key: key, value: value))
            skipBlanks()
            if take(UInt8(ascii: "}")) { return members }
            guard take(UInt8(ascii: ",")) else { return nil }
            skipBlanks()
        }
        return nil
    }

    private mutating func elements(depth: Int) -> [Node]? {
        index += 1
        var elements: [Node] = []
        skipBlanks()
        if take(UInt8(ascii: "]")) { return elements }
        while let value = value(depth: depth + 1) {
            elements.append(value)
            skipBlanks()
            if take(UInt8(ascii: "]")) { return elements }
            guard take(UInt8(ascii: ",")) else { return nil }
            skipBlanks()
        }
        return nil
    }

    private mutating func string() -> Range<Int>? {
        let start = index
        guard take(UInt8(ascii: "\"")) else { return nil }
        while index < end {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                index += 1
                return start..<index
            case UInt8(ascii: "\\"):
                index += 2
            default:
                index += 1
            }
        }
        return nil
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard index < end, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    private mutating func skipBlanks() {
        while index < end, Self.isBlank(bytes[index]) { index += 1 }
    }

    static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }

    private static func endsScalar(_ byte: UInt8) -> Bool {
        isBlank(byte) || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]")
            || byte == UInt8(ascii: "}") || byte == UInt8(ascii: "/")
    }
}
