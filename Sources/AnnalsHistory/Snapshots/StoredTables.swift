import AnnalsLog
import AnnalsModel
import AnnalsProjections

/// The rows of a projection's tables as a chain of snapshots holds them, in memory.
///
/// A link of a chain is a byte string. For each table, in the order of the definition: a byte that
/// is 1 if the table begins empty, else 0; the numbers of columns, and of rows that went, came and
/// changed; their row ids; then for each column the heads of the cells of the rows that came, a bit
/// for each row that changed, set if this cell did, the heads of these cells, and the bytes of all
/// of them. Values that are alike so lie together, which LZ4 makes half as long as rows or pages.
struct StoredTables {
    /// Rows that are written between two looks at whether to go on.
    private static let rowsBetweenChecks = 1_000

    private let definition: ProjectionDefinition
    private var tables: [StoredRows]
    /// The links, one after the other: the cells' bytes.
    private var bytes: [UInt8] = []

    /// The state before any event.
    init(_ definition: ProjectionDefinition) {
        self.definition = definition
        tables = definition.tables.map { StoredRows(columns: RowColumns($0).cells) }
    }

    /// Makes room for the bytes of links.
    mutating func reserve(_ count: Int) {
        bytes.reserveCapacity(bytes.count + count)
    }

    /// Goes on by a link.
    ///
    /// - Parameter write: Appends the link's bytes, and says whether they are whole.
    /// - Returns: Whether it is one; after one that is not, this cannot be used any more.
    mutating func append(
        _ write: (inout [UInt8]) throws(StoreError) -> Bool
    ) throws(StoreError) -> Bool {
        let start = bytes.count
        guard try write(&bytes) else { return false }
        var reader = ByteReader(bytes, start..<bytes.count)
        for index in tables.indices {
            guard tables[index].read(&reader) else { return false }
        }
        return reader.left == 0
    }

    // MARK: Into a database

    /// Makes the tables, with all their rows, in a database that has none of them.
    ///
    /// - Parameter check: Is called now and then; what it throws ends the work.
    func make(on connection: OpaquePointer, check: () throws -> Void = {}) throws {
        try definition.makeTables(on: connection)
        try bytes.withUnsafeBytes { bytes in
            for (index, table) in definition.tables.enumerated() {
                try insert(tables[index], table, bytes, connection, check)
            }
        }
        // Last, because they have a say in which rows there may be, and are faster made at once.
        for object in definition.rules { try Statement(connection, object.sql).run() }
    }

    private func insert(
        _ rows: StoredRows, _ table: ProjectionTable, _ bytes: UnsafeRawBufferPointer,
        _ connection: OpaquePointer, _ check: () throws -> Void
    ) throws {
        guard !rows.keys.isEmpty else { return }
        let columns = RowColumns(table)
        let insert = try Statement(
            connection,
            "INSERT INTO main.\(table.name.quotedAsIdentifier) (\(columns.list)) "
                + "VALUES (\(columns.marks))")
        for (index, key) in rows.keys.enumerated() {
            if index.isMultiple(of: Self.rowsBetweenChecks) { try check() }
            if columns.rowID != nil { insert.bind(1, key) }
            var parameter = columns.firstCell + 1
            for cell in rows.row(index) {
                cell.bind(insert, parameter, bytes)
                parameter += 1
            }
            try insert.run()
        }
    }

    // MARK: Beside a database

    /// Names of the tables whose rows, in whatever order, are not those that a connection shows.
    ///
    /// - Parameter source: A `sqlite3 *` that has the tables.
    func differences(to source: OpaquePointer) throws(StoreError) -> [String] {
        let key = RowSum.Key()
        var names: [String] = []
        for (index, table) in definition.tables.enumerated() {
            let columns = RowColumns(table)
            var (stored, found) = (RowSum(key), RowSum(key))
            let rows = tables[index]
            bytes.withUnsafeBytes { bytes in
                for row in rows.keys.indices { stored.add(rows.row(row), bytes) }
            }
            let statement = try Statement(
                source, "SELECT \(columns.list) FROM main.\(table.name.quotedAsIdentifier)")
            while try statement.step() {
                found.add(statement, columns.firstCell..<columns.count)
            }
            if stored != found { names.append(table.name) }
        }
        return names
    }

    // MARK: From a database

    /// Makes the link that leads from these rows to those that a connection shows.
    ///
    /// - Parameter source: A `sqlite3 *` that has the tables, at best inside a transaction.
    func link(to source: OpaquePointer) throws(StoreError) -> [UInt8] {
        var link: [UInt8] = []
        for (index, table) in definition.tables.enumerated() {
            let columns = RowColumns(table)
            let order =
                columns.rowID
                ?? table.primaryKey.map(\.quotedAsIdentifier)
                .joined(separator: ", ")
            let by = order.isEmpty ? "" : " ORDER BY \(order)"
            let rows = try Statement(
                source,
                "SELECT \(columns.list) FROM main.\(table.name.quotedAsIdentifier)\(by)")
            var writer = LinkWriter(columns)
            if columns.rowID != nil {
                try compare(tables[index], rows, &writer)
                writer.write(to: &link, isWhole: false)
            } else {
                var key: Int64 = 0
                while try rows.step() {
                    writer.add(rows, key: key)
                    key += 1
                }
                writer.write(to: &link, isWhole: true)
            }
        }
        return link
    }

    /// Goes through the older and the present rows in the order of their row ids.
    private func compare(
        _ older: StoredRows, _ rows: Statement, _ writer: inout LinkWriter
    ) throws(StoreError) {
        var index = 0
        while try rows.step() {
            let key = rows.int64(0)
            while index < older.keys.count, older.keys[index] < key {
                writer.remove(key: older.keys[index])
                index += 1
            }
            if index < older.keys.count, older.keys[index] == key {
                bytes.withUnsafeBytes { bytes in
                    writer.compare(rows, with: older.row(index), bytes, key: key)
                }
                index += 1
            } else {
                writer.add(rows, key: key)
            }
        }
        for key in older.keys[index...] { writer.remove(key: key) }
    }
}

extension ProjectionDefinition {
    /// Makes the empty tables, without what has a say in their rows.
    func makeTables(on connection: OpaquePointer) throws(StoreError) {
        for object in objects(.table) { try Statement(connection, object.sql).run() }
    }

    /// What has a say in which rows there are, beside the tables: triggers and unique indexes.
    var rules: [SchemaObject] {
        objects.filter { object in
            switch object.kind {
            case .trigger: true
            case .index: object.mentions.contains("unique")
            case .table, .view: false
            }
        }
    }
}
