import AnnalsLog
import GRDBSQLite

/// What tells the rows of a table from others, in whatever order they come.
///
/// Each row is hashed with a key that this process alone has, and the hashes are added up: equal
/// tables have equal sums, and others do so by a chance of 1 in 2^64, which nobody can bring about
/// who does not know the key.
struct RowSum: Equatable {
    private var rows = 0
    private var sum: UInt64 = 0
    private let key: Key

    /// Keys the hashes, beside the seed that the standard library takes for each process.
    struct Key: Equatable {
        private let word = UInt64.random(in: 0...UInt64.max)

        fileprivate func hasher() -> Hasher {
            var hasher = Hasher()
            hasher.combine(word)
            return hasher
        }
    }

    /// The sum of no rows.
    init(_ key: Key) {
        self.key = key
    }

    /// Adds a row of a snapshot.
    mutating func add(_ cells: ArraySlice<StoredCell>, _ bytes: UnsafeRawBufferPointer) {
        var hasher = key.hasher()
        for cell in cells { cell.hash(into: &hasher, bytes) }
        add(hasher)
    }

    /// Adds the row on which a statement stands.
    mutating func add(_ row: Statement, _ columns: Range<Int32>) {
        var hasher = key.hasher()
        for column in columns { row.hash(column, into: &hasher) }
        add(hasher)
    }

    private mutating func add(_ hasher: Hasher) {
        rows += 1
        sum &+= UInt64(bitPattern: Int64(hasher.finalize()))
    }
}

extension Hasher {
    /// Feeds a value: its kind, and what is told apart by.
    fileprivate mutating func combine(_ kind: StoredCell.Kind, _ integer: Int64) {
        combine(kind.rawValue)
        combine(integer)
    }

    fileprivate mutating func combine(_ real: Double) {
        // Zero has two signs, and is one number.
        combine(.real, Int64(bitPattern: (real == 0 ? 0 : real).bitPattern))
    }

    fileprivate mutating func combine(_ kind: StoredCell.Kind, _ bytes: UnsafeRawBufferPointer) {
        combine(kind, Int64(bytes.count))
        combine(bytes: bytes)
    }
}

extension StoredCell {
    /// Feeds the value to a hasher.
    fileprivate func hash(into hasher: inout Hasher, _ bytes: UnsafeRawBufferPointer) {
        switch kind {
        case .integer: hasher.combine(.integer, integer(bytes))
        case .real:
            hasher.combine(Double(bitPattern: UInt64(bitPattern: integer(bytes))))
        case .text: hasher.combine(.text, lent(bytes))
        case .blob: hasher.combine(.blob, lent(bytes))
        case .null, nil: hasher.combine(.null, 0)
        }
    }
}

extension Statement {
    /// Feeds a column of the current row to a hasher.
    fileprivate func hash(_ column: Int32, into hasher: inout Hasher) {
        switch sqlite3_column_type(handle, column) {
        case SQLITE_INTEGER: hasher.combine(.integer, int64(column))
        case SQLITE_FLOAT: hasher.combine(sqlite3_column_double(handle, column))
        case SQLITE_TEXT: withBytes(column) { hasher.combine(.text, $0) }
        case SQLITE_BLOB: withBytes(column) { hasher.combine(.blob, $0) }
        default: hasher.combine(.null, 0)
        }
    }
}
