/// A member of an object in compact JSON, as offsets into its text.
package struct CompactMember {
    /// Of the quotation mark that opens the name.
    package let start: Int32
    /// Behind the quotation mark that closes the name, where the colon is.
    package let nameEnd: Int32
    /// Behind the value.
    package let end: Int32

    /// The name as it is written, in its quotation marks.
    package var name: Range<Int> { Int(start)..<Int(nameEnd) }
    /// The value as it is written.
    package var value: Range<Int> { Int(nameEnd) + 1..<Int(end) }

    /// Appends the members of an object.
    ///
    /// - Parameters:
    ///   - bytes: A text that a ``CompactScanner`` took, or that was made of such.
    ///   - range: Where in it the object is.
    package static func list(
        in bytes: UnsafeRawBufferPointer, _ range: Range<Int>, to members: inout [CompactMember]
    ) {
        var index = range.lowerBound + 1
        while index < range.upperBound, bytes[index] == UInt8(ascii: "\"") {
            let nameEnd = endOfString(bytes, index)
            let end = endOfValue(bytes, nameEnd + 1)
            members.append(
                CompactMember(start: Int32(index), nameEnd: Int32(nameEnd), end: Int32(end)))
            index = end + 1
        }
    }

    private static func endOfString(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int {
        var index = start + 1
        while index < bytes.count {
            if index + 8 <= bytes.count {
                let word = UInt64(
                    littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
                let found = JSONWord.stops(in: word)
                guard found != 0 else {
                    index += 8
                    continue
                }
                index += found.trailingZeroBitCount / 8
            }
            switch bytes[index] {
            case UInt8(ascii: "\""): return index + 1
            case UInt8(ascii: "\\"): index += 2
            default: index += 1
            }
        }
        return bytes.count
    }

    /// Behind a value: what stands there is a comma or the end of its container.
    private static func endOfValue(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int {
        var index = start
        var depth = 0
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                index = endOfString(bytes, index)
                if depth == 0 { return index }
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 0 { return index }
                depth -= 1
                if depth == 0 { return index + 1 }
            case UInt8(ascii: ",") where depth == 0:
                return index
            default:
                break
            }
            index += 1
        }
        return bytes.count
    }
}
