import AnnalsLog
import AnnalsModel
import AnnalsProjections

/// The rows of one table, in memory: what a snapshot's links say of it, one after the other.
struct StoredRows {
    /// Columns of each row.
    let columns: Int
    /// Row ids, growing; or just numbers, where the table has none.
    private(set) var keys: [Int64] = []
    /// The cells of all rows, row by row.
    private(set) var cells: [StoredCell] = []

    /// - Parameter columns: Columns of each row.
    init(columns: Int) {
        self.columns = columns
    }

    /// The cells of a row.
    func row(_ index: Int) -> ArraySlice<StoredCell> {
        cells[index * columns..<(index + 1) * columns]
    }

    // MARK: Reading a link

    /// What a link says of the table, before it is merged into the rows.
    private struct Changes {
        var isWhole = false
        var gone: [Int64] = []
        var new: [Int64] = []
        var changed: [Int64] = []
        /// The cells of the new rows, row by row.
        var newCells: [StoredCell] = []
        /// Which cells of the changed rows, as number of the row and of the column.
        var changedCells: [(row: Int, column: Int, cell: StoredCell)] = []
    }

    /// Takes over what a link says of the table.
    ///
    /// - Returns: Whether a writer can have said it.
    mutating func read(_ reader: inout ByteReader) -> Bool {
        guard let changes = changes(&reader) else { return false }
        if changes.isWhole { self = StoredRows(columns: columns) }
        return merge(changes)
    }

    private func changes(_ reader: inout ByteReader) -> Changes? {
        var changes = Changes()
        guard let flags = reader.byte(), flags <= 1, reader.number() == UInt64(columns),
            let gone = reader.count(), let new = reader.count(), let changed = reader.count(),
            let goneKeys = reader.ascending(gone), let newKeys = reader.ascending(new),
            let changedKeys = reader.ascending(changed)
        else { return nil }
        changes.isWhole = flags == 1
        (changes.gone, changes.new, changes.changed) = (goneKeys, newKeys, changedKeys)
        guard columns == 0 || new <= reader.left / columns else { return nil }
        changes.newCells = Array(repeating: .null, count: new * columns)
        for column in 0..<columns {
            guard read(column, &changes, &reader) else { return nil }
        }
        return changes
    }

    private func read(_ column: Int, _ changes: inout Changes, _ reader: inout ByteReader) -> Bool {
        var heads: [UInt64] = []
        for _ in changes.new {
            guard let head = reader.number() else { return false }
            heads.append(head)
        }
        guard let bits = reader.skip((changes.changed.count + 7) / 8) else { return false }
        let rows = changes.changed.indices.filter { reader.bit($0, from: bits) }
        for _ in rows {
            guard let head = reader.number() else { return false }
            heads.append(head)
        }
        for (index, head) in heads.enumerated() {
            let size = StoredCell(head: head, offset: 0)
            guard size.isValid, let offset = reader.skip(size.count) else { return false }
            let cell = StoredCell(head: head, offset: offset)
            if index < changes.new.count {
                changes.newCells[index * columns + column] = cell
            } else {
                changes.changedCells.append((rows[index - changes.new.count], column, cell))
            }
        }
        return true
    }

    private mutating func merge(_ changes: Changes) -> Bool {
        guard let changed = places(of: changes.changed), let gone = places(of: changes.gone) else {
            return false
        }
        for (row, column, cell) in changes.changedCells {
            cells[changed[row] * columns + column] = cell
        }
        drop(gone)
        // Most tables grow at their end.
        if let first = changes.new.first, let last = keys.last, first <= last {
            return interleave(changes.new, changes.newCells)
        }
        keys += changes.new
        cells += changes.newCells
        return true
    }

    /// The numbers of the rows that have some keys, which grow; nil if one of them has none.
    private func places(of wanted: [Int64]) -> [Int]? {
        var places: [Int] = []
        places.reserveCapacity(wanted.count)
        var place = 0
        for key in wanted {
            while place < keys.count, keys[place] < key { place += 1 }
            guard place < keys.count, keys[place] == key else { return nil }
            places.append(place)
        }
        return places
    }

    /// Removes some rows, whose numbers grow.
    private mutating func drop(_ gone: [Int]) {
        guard var end = gone.first else { return }
        let count = keys.count
        // In place: a copy of all rows for each link would cost more than reading the link.
        for (index, place) in gone.enumerated() {
            let next = index + 1 < gone.count ? gone[index + 1] : count
            keys.move(place + 1..<next, to: end)
            cells.move((place + 1) * columns..<next * columns, to: end * columns)
            end += next - place - 1
        }
        keys.removeLast(count - end)
        cells.removeLast((count - end) * columns)
    }

    /// Puts rows between those that are there.
    ///
    /// - Returns: Whether none of them is there already.
    private mutating func interleave(_ new: [Int64], _ newCells: [StoredCell]) -> Bool {
        var all = StoredRows(columns: columns)
        all.keys.reserveCapacity(keys.count + new.count)
        all.cells.reserveCapacity((keys.count + new.count) * columns)
        var place = 0
        for (index, key) in new.enumerated() {
            let start = place
            while place < keys.count, keys[place] < key { place += 1 }
            if place < keys.count, keys[place] == key { return false }
            all.keys += keys[start..<place]
            all.cells += cells[start * columns..<place * columns]
            all.keys.append(key)
            all.cells += newCells[index * columns..<(index + 1) * columns]
        }
        all.keys += keys[place...]
        all.cells += cells[(place * columns)...]
        self = all
        return true
    }
}

extension Array {
    /// Copies elements to an earlier place.
    fileprivate mutating func move(_ range: Range<Int>, to place: Int) {
        guard !range.isEmpty else { return }
        withUnsafeMutableBufferPointer { elements in
            guard let start = elements.baseAddress else { return }
            (start + place).update(from: start + range.lowerBound, count: range.count)
        }
    }
}

extension ByteReader {
    /// A bit of some that were skipped; the first is the lowest of the first byte.
    fileprivate func bit(_ index: Int, from start: Int) -> Bool {
        self[start + index / 8] >> UInt8(index % 8) & 1 == 1
    }
}
