/// A text that equals another only if their UTF-8 bytes do.
///
/// Swift's `String` compares by canonical equivalence: "é" as one scalar equals "e" followed by a
/// combining accent. Names and members of JSON objects are other things if their bytes are, as they
/// are for SQLite and for every other reader of a store.
public struct ExactString: Sendable {
    /// The text itself.
    public let text: String

    /// Wraps a text.
    public init(_ text: String) {
        self.text = text
    }
}

extension ExactString: Hashable {
    /// Whether both texts are the same UTF-8 bytes.
    public static func == (left: ExactString, right: ExactString) -> Bool {
        left.text.hasSameBytes(as: right.text)
    }

    /// Feeds the UTF-8 bytes to the hasher.
    public func hash(into hasher: inout Hasher) {
        text.hashBytes(into: &hasher)
    }
}

extension ExactString: Comparable {
    /// Whether the left text's UTF-8 bytes come before the right one's, as SQLite's BINARY orders.
    public static func < (left: ExactString, right: ExactString) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }
}

extension ExactString: ExpressibleByStringLiteral, CustomStringConvertible {
    /// Wraps a literal.
    public init(stringLiteral text: String) {
        self.init(text)
    }

    /// The text itself.
    public var description: String { text }
}

extension String {
    /// Whether this and the other text are the same UTF-8 bytes.
    public func hasSameBytes(as other: String) -> Bool {
        let bytes = utf8
        let otherBytes = other.utf8
        guard bytes.count == otherBytes.count else { return false }
        let answer = bytes.withContiguousStorageIfAvailable { left in
            otherBytes.withContiguousStorageIfAvailable { right in
                Self.sameBytes(UnsafeRawBufferPointer(left), UnsafeRawBufferPointer(right))
            }
        }
        return (answer ?? nil) ?? bytes.elementsEqual(otherBytes)
    }

    /// Feeds the UTF-8 bytes to the hasher, so that only the same bytes hash alike.
    func hashBytes(into hasher: inout Hasher) {
        let bytes = utf8
        let done: Void? = bytes.withContiguousStorageIfAvailable {
            hasher.combine(bytes: UnsafeRawBufferPointer($0))
        }
        if done == nil {
            for byte in bytes { hasher.combine(byte) }
        }
        hasher.combine(UInt8(0xFF))
    }

    /// Compares eight bytes at a time; both buffers have the same length.
    private static func sameBytes(
        _ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer
    ) -> Bool {
        var offset = 0
        while offset + 8 <= left.count {
            if left.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                != right.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            {
                return false
            }
            offset += 8
        }
        while offset < left.count {
            if left[offset] != right[offset] { return false }
            offset += 1
        }
        return true
    }
}
