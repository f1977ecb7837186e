/// Goes over JSON as ``JSONValue/write(to:)`` writes it, and makes nothing of it.
///
/// Replays go over millions of bodies that this program wrote. It takes less than is JSON: no
/// spaces, each escape in its one form, objects of few members. Then two names or values are the
/// same if their bytes are. What it does not take is left to the parser, which says what it is.
package struct CompactScanner {
    /// Members of the objects that are being scanned, the innermost last.
    private var members: [CompactMember] = []

    /// Members of one object beyond which it is left to the parser: each name is compared with
    /// those before it.
    private static let membersMax = 64
    /// Bytes of a text beyond which it is left to the parser.
    package static let bytesMax = Int(Int32.max)

    /// Its working memory is kept between texts.
    package init() {}

    /// Goes over an object.
    ///
    /// - Parameters:
    ///   - start: Offset of its opening brace.
    ///   - depthMax: Containers inside one another that it may have.
    /// - Returns: The offset behind it; nil if it is not compact JSON, or not all there.
    package mutating func endOfObject(
        in bytes: UnsafeRawBufferPointer, at start: Int, depthMax: Int
    ) -> Int? {
        guard bytes.count <= Self.bytesMax, start < bytes.count, bytes[start] == Self.openBrace
        else { return nil }
        members.removeAll(keepingCapacity: true)
        return skipObject(bytes, start, depthMax)
    }

    /// Goes over a string.
    ///
    /// - Parameter start: Offset of its opening quotation mark.
    /// - Returns: The offset behind it; nil if it is not compact JSON, or not all there.
    package func endOfString(in bytes: UnsafeRawBufferPointer, at start: Int) -> Int? {
        guard start < bytes.count, bytes[start] == Self.quote else { return nil }
        return Self.skipString(bytes, start)
    }

    private static let quote = UInt8(ascii: "\"")
    private static let comma = UInt8(ascii: ",")
    private static let openBrace = UInt8(ascii: "{")
    private static let closeBrace = UInt8(ascii: "}")

    // MARK: Containers

    private mutating func skipObject(
        _ bytes: UnsafeRawBufferPointer, _ start: Int, _ depthMax: Int
    ) -> Int? {
        guard depthMax > 0 else { return nil }
        var index = start + 1
        if index < bytes.count, bytes[index] == Self.closeBrace { return index + 1 }
        let first = members.count
        defer { members.removeLast(members.count - first) }
        while true {
            guard index < bytes.count, bytes[index] == Self.quote,
                let nameEnd = Self.skipString(bytes, index),
                nameEnd < bytes.count, bytes[nameEnd] == UInt8(ascii: ":"),
                isNew(index..<nameEnd, bytes, after: first),
                let end = skipValue(bytes, nameEnd + 1, depthMax - 1), end < bytes.count
            else { return nil }
            members.append(
                CompactMember(start: Int32(index), nameEnd: Int32(nameEnd), end: Int32(end)))
            if bytes[end] == Self.closeBrace { return end + 1 }
            guard bytes[end] == Self.comma else { return nil }
            index = end + 1
        }
    }

    /// Whether the object has no member of the name yet, and room for one.
    private func isNew(
        _ name: Range<Int>, _ bytes: UnsafeRawBufferPointer, after first: Int
    ) -> Bool {
        guard members.count - first < Self.membersMax else { return false }
        for index in first..<members.count
        where bytes.hasSameBytes(members[index].name, as: bytes, name) {
            return false
        }
        return true
    }

    private mutating func skipArray(
        _ bytes: UnsafeRawBufferPointer, _ start: Int, _ depthMax: Int
    ) -> Int? {
        guard depthMax > 0 else { return nil }
        var index = start + 1
        if index < bytes.count, bytes[index] == UInt8(ascii: "]") { return index + 1 }
        while true {
            guard let end = skipValue(bytes, index, depthMax - 1), end < bytes.count else {
                return nil
            }
            if bytes[end] == UInt8(ascii: "]") { return end + 1 }
            guard bytes[end] == Self.comma else { return nil }
            index = end + 1
        }
    }

    private mutating func skipValue(
        _ bytes: UnsafeRawBufferPointer, _ start: Int, _ depthMax: Int
    ) -> Int? {
        guard start < bytes.count else { return nil }
        switch bytes[start] {
        case Self.quote: return Self.skipString(bytes, start)
        case Self.openBrace: return skipObject(bytes, start, depthMax)
        case UInt8(ascii: "["): return skipArray(bytes, start, depthMax)
        case UInt8(ascii: "t"): return Self.skip("true", bytes, start)
        case UInt8(ascii: "f"): return Self.skip("false", bytes, start)
        case UInt8(ascii: "n"): return Self.skip("null", bytes, start)
        default: return Self.skipNumber(bytes, start)
        }
    }

    // MARK: Scalars

    private static func skip(
        _ word: StaticString, _ bytes: UnsafeRawBufferPointer, _ start: Int
    ) -> Int? {
        let count = word.utf8CodeUnitCount
        guard bytes.count - start >= count else { return nil }
        for offset in 0..<count where bytes[start + offset] != word.utf8Start[offset] {
            return nil
        }
        return start + count
    }

    private static func skipNumber(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int? {
        var index = start
        func peek() -> UInt8 { index < bytes.count ? bytes[index] : 0 }
        func skipDigits() -> Bool {
            let first = index
            while peek() &- UInt8(ascii: "0") < 10 { index += 1 }
            return index > first
        }
        if peek() == UInt8(ascii: "-") { index += 1 }
        if peek() == UInt8(ascii: "0") {
            index += 1
        } else if !skipDigits() {
            return nil
        }
        if peek() == UInt8(ascii: ".") {
            index += 1
            guard skipDigits() else { return nil }
        }
        if peek() | 0x20 == UInt8(ascii: "e") {
            index += 1
            if peek() == UInt8(ascii: "+") || peek() == UInt8(ascii: "-") { index += 1 }
            guard skipDigits() else { return nil }
        }
        return index
    }

    private static let highBits: UInt64 = 0x8080_8080_8080_8080

    private static func skipString(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int? {
        var index = start + 1
        while index < bytes.count {
            if index + 8 <= bytes.count {
                let word = UInt64(
                    littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
                let found = JSONWord.stops(in: word) | word & highBits
                guard found != 0 else {
                    index += 8
                    continue
                }
                index += found.trailingZeroBitCount / 8
            }
            let byte = bytes[index]
            if byte == quote { return index + 1 }
            let length =
                byte == UInt8(ascii: "\\")
                ? escapeLength(bytes, index)
                : byte < 0x20
                    ? 0 : byte < 0x80 ? 1 : UTF8Rules.scalarLength(in: bytes, at: index)
            guard length > 0 else { return nil }
            index += length
        }
        return nil
    }

    /// Bytes of the escape at an offset; 0 if a writer would have written something else.
    private static func escapeLength(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int {
        guard start + 1 < bytes.count else { return 0 }
        switch bytes[start + 1] {
        case 0x22, 0x5C, UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"),
            UInt8(ascii: "r"), UInt8(ascii: "t"):
            return 2
        case UInt8(ascii: "u"):
            guard start + 6 <= bytes.count, bytes[start + 2] == UInt8(ascii: "0"),
                bytes[start + 3] == UInt8(ascii: "0"),
                let high = hexValue(bytes[start + 4]), high < 2,
                let low = hexValue(bytes[start + 5])
            else { return 0 }
            // Those that have a short form are written so.
            return [0x08, 0x09, 0x0A, 0x0C, 0x0D].contains(high << 4 | low) ? 0 : 6
        default:
            return 0
        }
    }

    private static func hexValue(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x61...0x66: digit - 0x61 + 10
        default: nil
        }
    }
}

extension UnsafeRawBufferPointer {
    /// Whether some bytes here are the same as some elsewhere.
    @inline(__always)
    func hasSameBytes(
        _ range: Range<Int>, as other: UnsafeRawBufferPointer, _ otherRange: Range<Int>
    ) -> Bool {
        guard range.count == otherRange.count else { return false }
        var (left, right) = (range.lowerBound, otherRange.lowerBound)
        let end = range.upperBound
        while left + 8 <= end {
            if loadUnaligned(fromByteOffset: left, as: UInt64.self)
                != other.loadUnaligned(fromByteOffset: right, as: UInt64.self)
            {
                return false
            }
            left += 8
            right += 8
        }
        while left < end {
            if self[left] != other[right] { return false }
            left += 1
            right += 1
        }
        return true
    }
}
