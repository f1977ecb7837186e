import AnnalsModel

/// What a text of some format says.
struct FormattedText: Sendable {
    /// The value, whose places are JSON Pointers.
    var value: JSONValue
    /// The members that were given again, in the order of the text; the last of each counts.
    var duplicates: [JSONDuplicate] = []
    /// Parts that could not be read and are left out of the value.
    var problems: [FileFormatError] = []
    /// Where the values stand.
    private let lines: TextLines

    init(
        _ value: JSONValue, duplicates: [JSONDuplicate] = [], problems: [FileFormatError] = [],
        lines: TextLines
    ) {
        self.value = value
        self.duplicates = duplicates
        self.problems = problems
        self.lines = lines
    }

    /// The line, from 1, that the value at a place begins on; nil if there is none.
    ///
    /// The first call looks for all places of the text.
    func line(of place: JSONPointer) -> Int? {
        lines.line(of: place)
    }
}

/// Why and where a text is not what its format calls for.
struct FileFormatError: Error, Hashable, Sendable {
    /// What is wrong, beginning with the format: `not YAML: …`.
    let message: String
    /// The line, from 1.
    let line: Int
    /// The place in the line, from 1, in Unicode scalars.
    let column: Int

    init(_ message: String, line: Int, column: Int) {
        self.message = message
        self.line = line
        self.column = column
    }

    /// An error at an offset in a text.
    init(_ message: String, at offset: Int, in bytes: [UInt8]) {
        let place = Self.place(of: offset, in: bytes)
        self.init(message, line: place.line, column: place.column)
    }

    /// Line and column of an offset; a byte order mark takes no column.
    static func place(of offset: Int, in bytes: [UInt8]) -> (line: Int, column: Int) {
        let before = bytes[..<min(offset, bytes.count)]
        let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? ByteOrderMark.length(in: bytes)
        let line = before.count { $0 == 0x0A } + 1
        guard start < before.endIndex else { return (line, 1) }
        // Bytes that continue a scalar take no column.
        return (line, bytes[start..<before.endIndex].count { $0 & 0xC0 != 0x80 } + 1)
    }
}

/// U+FEFF at the start of a text, which says that it is UTF-8.
enum ByteOrderMark {
    /// How many bytes it takes; 0 if there is none.
    static func length(in bytes: [UInt8]) -> Int {
        bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }
}
