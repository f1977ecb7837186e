/// A place in a JSON text.
public struct JSONLocation: Hashable, Sendable {
    /// The line, from 1; lines end with a newline (U+000A).
    public let line: Int
    /// The place in the line, from 1, counted in Unicode scalars; a byte that is not UTF-8 counts
    /// as one.
    public let column: Int
    /// The offset in the text, from 0, in bytes.
    public let offset: Int

    /// Creates a place.
    public init(line: Int, column: Int, offset: Int) {
        self.line = line
        self.column = column
        self.offset = offset
    }

    /// The place of an offset in a text; a byte order mark at its start takes no column.
    init(offset: Int, in bytes: UnsafeBufferPointer<UInt8>) {
        self = Self.start(of: bytes).advanced(to: offset, in: bytes)
    }

    /// The place of the first character, behind a byte order mark if there is one.
    package static func start(of bytes: UnsafeBufferPointer<UInt8>) -> JSONLocation {
        JSONLocation(line: 1, column: 1, offset: hasByteOrderMark(bytes) ? 3 : 0)
    }

    /// The place of a later offset in the same text.
    package func advanced(to offset: Int, in bytes: UnsafeBufferPointer<UInt8>) -> JSONLocation {
        var line = line
        var column = column
        var index = self.offset
        while index < offset {
            if bytes[index] == UInt8(ascii: "\n") {
                line += 1
                column = 1
                index += 1
            } else {
                column += 1
                index += max(1, UTF8Rules.scalarLength(in: bytes, at: index))
            }
        }
        return JSONLocation(line: line, column: column, offset: offset)
    }

    /// Whether the text begins with U+FEFF.
    static func hasByteOrderMark(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF
    }
}
