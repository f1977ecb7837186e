import AnnalsLog
import Foundation
import GRDBSQLite

/// A value of a table, as bytes that lie somewhere else.
struct StoredCell {
    /// SQLite's storage classes.
    enum Kind: UInt8 {
        case null, integer, real, text, blob
    }

    /// The number of its bytes, shifted left by 3, and its kind.
    let head: UInt64
    /// Index of its first byte.
    let offset: Int

    /// Bits of a head that say the kind.
    static let kindBits: UInt64 = 3
    static let null = StoredCell(head: 0, offset: 0)

    var kind: Kind? { Kind(rawValue: UInt8(head & 7)) }
    var count: Int { Int(head >> Self.kindBits) }

    /// Whether a reader can do something with it.
    var isValid: Bool {
        switch kind {
        case .null: count == 0
        case .integer: count <= 8
        case .real: count == 8
        case .text, .blob: count <= Int(Int32.max)
        case nil: false
        }
    }

    /// Binds the value to a parameter, whose statement must run while the bytes are there.
    func bind(_ statement: Statement, _ index: Int32, _ bytes: UnsafeRawBufferPointer) {
        let lent = lent(bytes)
        switch kind {
        case .integer: statement.bind(index, integer(bytes))
        case .real:
            statement.bind(index, Double(bitPattern: UInt64(bitPattern: integer(bytes))))
        case .text: statement.bind(index, lentText: lent)
        case .blob: statement.bind(index, lent: lent)
        case .null, nil: statement.bindNull(index)
        }
    }

    /// Its own bytes.
    func lent(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: bytes.baseAddress.map { $0 + offset }, count: count)
    }

    /// Up to eight bytes, the low ones first, with the sign of the last.
    func integer(_ bytes: UnsafeRawBufferPointer) -> Int64 {
        guard count > 0 else { return 0 }
        var value: UInt64 = 0
        for index in 0..<count { value |= UInt64(bytes[offset + index]) << UInt64(8 * index) }
        let unused = UInt64(64 - 8 * count)
        return Int64(bitPattern: value << unused) >> Int64(unused)
    }

    /// Whether a column of a current row holds the value.
    func equals(_ row: Statement, _ column: Int32, _ bytes: UnsafeRawBufferPointer) -> Bool {
        switch (kind, sqlite3_column_type(row.handle, column)) {
        case (.null, SQLITE_NULL): return true
        case (.integer, SQLITE_INTEGER): return row.int64(column) == integer(bytes)
        case (.real, SQLITE_FLOAT):
            let bits = sqlite3_column_double(row.handle, column).bitPattern
            return UInt64(bitPattern: integer(bytes)) == bits
        case (.text, SQLITE_TEXT), (.blob, SQLITE_BLOB):
            let start = sqlite3_column_blob(row.handle, column)
            guard Int(sqlite3_column_bytes(row.handle, column)) == count else { return false }
            guard count > 0, let start, let own = bytes.baseAddress else { return true }
            return memcmp(own + offset, start, count) == 0
        default: return false
        }
    }
}

extension [UInt8] {
    /// Appends the bytes of a column of a current row.
    ///
    /// - Returns: The head of the cell.
    mutating func append(_ row: Statement, _ column: Int32) -> UInt64 {
        let before = count
        let kind: StoredCell.Kind
        switch sqlite3_column_type(row.handle, column) {
        case SQLITE_INTEGER:
            kind = .integer
            append(short: row.int64(column))
        case SQLITE_FLOAT:
            kind = .real
            let bits = sqlite3_column_double(row.handle, column).bitPattern
            for shift in stride(from: UInt64(0), to: 64, by: 8) {
                append(UInt8(truncatingIfNeeded: bits >> shift))
            }
        case SQLITE_TEXT, SQLITE_BLOB:
            let isText = sqlite3_column_type(row.handle, column) == SQLITE_TEXT
            kind = isText ? .text : .blob
            append(
                contentsOf: UnsafeRawBufferPointer(
                    start: sqlite3_column_blob(row.handle, column),
                    count: Int(sqlite3_column_bytes(row.handle, column))))
        default:
            kind = .null
        }
        return UInt64(count - before) << StoredCell.kindBits | UInt64(kind.rawValue)
    }

    /// Appends as few bytes of an integer as keep its sign, the low ones first.
    private mutating func append(short value: Int64) {
        var rest = value
        guard rest != 0 else { return }
        while true {
            append(UInt8(truncatingIfNeeded: rest))
            let sign: Int64 = rest & 0x80 == 0 ? 0 : -1
            rest >>= 8
            if rest == sign { return }
        }
    }
}
