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

    /// The place of an offset in a text.
    init(offset: Int, in bytes: UnsafeBufferPointer<UInt8>) {
        let head = bytes.prefix(offset)
        let lineStart = (head.lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
        var column = 1
        var index = lineStart
        while index < offset {
            index += max(1, UTF8Rules.scalarLength(in: head, at: index))
            column += 1
        }
        self.init(
            line: head.count { $0 == UInt8(ascii: "\n") } + 1, column: column, offset: offset)
    }
}

/// Why and where a text is not JSON as Annals takes it: the cause of an `invalidJSON` error.
public struct JSONSyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, as a continuation of "the JSON text has …".
    public let problem: String
    /// What to do about it.
    public let remedy: String
    /// Where it is wrong.
    public let location: JSONLocation

    /// One sentence: what is wrong, where, and what to do.
    public var description: String {
        "the JSON text has \(problem) at line \(location.line), "
            + "column \(location.column): \(remedy)"
    }

    var storeError: StoreError {
        StoreError(.invalidJSON, description, cause: self)
    }
}

/// A member that was given again in the same object.
public struct JSONDuplicate: Hashable, Sendable {
    /// The member.
    public let pointer: JSONPointer
    /// The line of its later appearance, from 1.
    public let line: Int
    /// The column of its later appearance, from 1, in Unicode scalars.
    public let column: Int
}
