import AnnalsLog

/// Writes what became of one table's rows, for a link of a chain of snapshots.
struct LinkWriter {
    /// One column's cells.
    private struct Column {
        var newHeads: [UInt8] = []
        var newBytes: [UInt8] = []
        var changedBits: [UInt8] = []
        var changedHeads: [UInt8] = []
        var changedBytes: [UInt8] = []
    }

    private var columns: [Column]
    private let firstCell: Int32
    private var gone: [Int64] = []
    private var new: [Int64] = []
    private var changed: [Int64] = []

    /// - Parameter columns: Columns of each row.
    init(_ columns: RowColumns) {
        self.columns = Array(repeating: Column(), count: columns.cells)
        firstCell = columns.firstCell
    }

    /// Notes that a row is no longer there.
    mutating func remove(key: Int64) {
        gone.append(key)
    }

    /// Notes a row that was not there.
    mutating func add(_ row: Statement, key: Int64) {
        new.append(key)
        for index in columns.indices {
            let head = columns[index].newBytes.append(row, firstCell + Int32(index))
            columns[index].newHeads.append(number: head)
        }
    }

    /// Notes how a row differs, if it does.
    mutating func compare(
        _ row: Statement, with older: ArraySlice<StoredCell>, _ bytes: UnsafeRawBufferPointer,
        key: Int64
    ) {
        var isChanged = false
        for (index, cell) in older.enumerated()
        where !cell.equals(row, firstCell + Int32(index), bytes) {
            if !isChanged {
                isChanged = true
                changed.append(key)
            }
            let number = changed.count - 1
            while columns[index].changedBits.count <= number / 8 {
                columns[index].changedBits.append(0)
            }
            columns[index].changedBits[number / 8] |= 1 << UInt8(number % 8)
            let head = columns[index].changedBytes.append(row, firstCell + Int32(index))
            columns[index].changedHeads.append(number: head)
        }
    }

    /// Appends what was noted.
    ///
    /// - Parameter isWhole: Whether the table begins empty.
    func write(to link: inout [UInt8], isWhole: Bool) {
        link.append(isWhole ? 1 : 0)
        for count in [columns.count, gone.count, new.count, changed.count] {
            link.append(number: UInt64(count))
        }
        for keys in [gone, new, changed] { link.append(ascending: keys) }
        for column in columns {
            link += column.newHeads
            link += column.changedBits
            let missing = (changed.count + 7) / 8 - column.changedBits.count
            link += Array(repeating: 0, count: missing)
            link += column.changedHeads
            link += column.newBytes
            link += column.changedBytes
        }
    }
}
