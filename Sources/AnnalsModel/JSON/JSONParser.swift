internal import OrderedCollections

/// Reads one JSON text from bytes: the recursion over values.
///
/// Rebuilds read millions of bodies through this, so it works on bytes and makes each string once.
/// Places of errors are offsets here; only a failure pays for counting lines and columns.
struct JSONParser {
    /// What is wrong, and at which offset.
    struct Failure: Error {
        let problem: String
        let remedy: String
        let offset: Int

        func located(in bytes: UnsafeBufferPointer<UInt8>) -> JSONSyntaxError {
            JSONSyntaxError(
                problem: problem, remedy: remedy, location: JSONLocation(offset: offset, in: bytes))
        }
    }

    /// A member that was given again, and the offset of its later name.
    struct Duplicate {
        let pointer: JSONPointer
        let offset: Int
    }

    let bytes: UnsafeBufferPointer<UInt8>
    /// The offset of the next byte.
    var index = 0
    let depthMax: Int
    private let isLenient: Bool
    var depth = 0
    /// The way to the value being read; kept up in lenient readings alone.
    private var path: [String] = []
    var duplicates: [Duplicate] = []

    init(_ bytes: UnsafeBufferPointer<UInt8>, depthMax: Int, isLenient: Bool) {
        self.bytes = bytes
        self.depthMax = depthMax
        self.isLenient = isLenient
    }

    /// Reads the whole text as one value.
    mutating func parseText() throws(Failure) -> JSONValue {
        try beginText()
        let value = try parseValue()
        try endText()
        return value
    }

    mutating func beginText() throws(Failure) {
        if JSONLocation.hasByteOrderMark(bytes) {
            guard isLenient else {
                throw failure("a byte order mark", "save the text without one")
            }
            index = 3
        }
        skipBlanks()
    }

    mutating func endText() throws(Failure) {
        skipBlanks()
        if index < bytes.count {
            throw failure("more text after its value", "give one value and nothing else")
        }
    }

    private mutating func parseValue() throws(Failure) -> JSONValue {
        guard index < bytes.count else {
            throw failure("an end where a value should be", "complete the text")
        }
        switch bytes[index] {
        case UInt8(ascii: "\""):
            return .string(try parseString())
        case UInt8(ascii: "{"):
            return .object(try parseObject())
        case UInt8(ascii: "["):
            return .array(try parseArray())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            return .number(try parseNumber())
        case UInt8(ascii: "t") where skip("true"):
            return .bool(true)
        case UInt8(ascii: "f") where skip("false"):
            return .bool(false)
        case UInt8(ascii: "n") where skip("null"):
            return .null
        default:
            throw unexpected(
                "write an object, array, string, number, true, false or null")
        }
    }

    private mutating func parseObject() throws(Failure) -> JSONObject {
        try enterContainer()
        defer { depth -= 1 }
        var members = OrderedDictionary<ExactString, JSONValue>()
        // Four members at once instead of one, two and three make reading a fifth faster.
        members.reserveCapacity(4)
        skipBlanks()
        if skip(UInt8(ascii: "}")) { return JSONObject(members: members) }
        while true {
            guard peek() == UInt8(ascii: "\"") else {
                throw unexpected("write the name of a member in quotation marks")
            }
            let nameOffset = index
            let key = ExactString(try parseString())
            skipBlanks()
            guard skip(UInt8(ascii: ":")) else {
                throw unexpected("write a colon after the name of a member")
            }
            skipBlanks()
            if isLenient {
                path.append(key.text)
                if members.index(forKey: key) != nil {
                    duplicates.append(
                        Duplicate(pointer: JSONPointer(tokens: path), offset: nameOffset))
                }
                members[key] = try parseValue()
                path.removeLast()
            } else if members.updateValue(try parseValue(), forKey: key) != nil {
                index = nameOffset
                throw failure(
                    "a duplicate member \(key.text.quotedForMessage)", "give each member once")
            }
            skipBlanks()
            if skip(UInt8(ascii: "}")) { return JSONObject(members: members) }
            guard skip(UInt8(ascii: ",")) else {
                throw unexpected("write a comma or } after a member")
            }
            skipBlanks()
        }
    }

    private mutating func parseArray() throws(Failure) -> [JSONValue] {
        try enterContainer()
        defer { depth -= 1 }
        var elements: [JSONValue] = []
        skipBlanks()
        if skip(UInt8(ascii: "]")) { return elements }
        while true {
            if isLenient { path.append(String(elements.count)) }
            elements.append(try parseValue())
            if isLenient { path.removeLast() }
            skipBlanks()
            if skip(UInt8(ascii: "]")) { return elements }
            guard skip(UInt8(ascii: ",")) else {
                throw unexpected("write a comma or ] after an element")
            }
            skipBlanks()
        }
    }

    mutating func enterContainer() throws(Failure) {
        guard depth < depthMax else {
            throw failure("more than \(depthMax) levels of nesting", "nest it less deep")
        }
        depth += 1
        index += 1
    }
}

// MARK: - Steps

extension JSONParser {
    func peek() -> UInt8? {
        index < bytes.count ? bytes[index] : nil
    }

    mutating func skip(_ byte: UInt8) -> Bool {
        guard index < bytes.count, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    mutating func skip(_ word: StaticString) -> Bool {
        let wordBytes = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
        guard bytes.count - index >= wordBytes.count,
            bytes[index..<index + wordBytes.count].elementsEqual(wordBytes)
        else { return false }
        index += wordBytes.count
        return true
    }

    mutating func skipBlanks() {
        while index < bytes.count {
            switch bytes[index] {
            case 0x20, 0x0A, 0x0D, 0x09: index += 1
            default: return
            }
        }
    }

    /// A failure at the next byte.
    func failure(_ problem: String, _ remedy: String) -> Failure {
        Failure(problem: problem, remedy: remedy, offset: index)
    }

    /// A failure because the next character, or the end, is not what the grammar wants.
    func unexpected(_ remedy: String) -> Failure {
        guard index < bytes.count else {
            return failure("an end too early", remedy)
        }
        let length = UTF8Rules.scalarLength(in: bytes, at: index)
        guard length > 0 else {
            return failure("a byte that is not UTF-8", "save the text as UTF-8")
        }
        let character = String(decoding: bytes[index..<index + length], as: UTF8.self)
        return failure("an unexpected \(character.quotedForMessage)", remedy)
    }

    mutating func parseNumber() throws(Failure) -> JSONNumber {
        let start = index
        try skipNumber()
        return JSONNumber(checked: String(decoding: bytes[start..<index], as: UTF8.self))
    }

    mutating func skipNumber() throws(Failure) {
        _ = skip(UInt8(ascii: "-"))
        if skip(UInt8(ascii: "0")) {
            if let next = peek(), Self.isDigit(next) {
                index -= 1
                throw failure("a number with a leading zero", "leave the zero out")
            }
        } else {
            try skipDigits()
        }
        if skip(UInt8(ascii: ".")) {
            try skipDigits()
        }
        if skip(UInt8(ascii: "e")) || skip(UInt8(ascii: "E")) {
            if !skip(UInt8(ascii: "+")) {
                _ = skip(UInt8(ascii: "-"))
            }
            try skipDigits()
        }
    }

    private mutating func skipDigits() throws(Failure) {
        let start = index
        while index < bytes.count, Self.isDigit(bytes[index]) {
            index += 1
        }
        if index == start {
            throw unexpected("write a digit to complete the number")
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        byte &- UInt8(ascii: "0") < 10
    }
}
