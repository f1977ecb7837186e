import AnnalsLog
import AnnalsModel
import AnnalsProjections
import GRDBSQLite

/// The tables of one projection as the pages of a SQLite database of their own.
///
/// It holds tables, triggers and unique indexes: what decides which rows there are. Other indexes
/// only take room, and views read the tables of other projections, so both are left out.
/// Two images of the same rows need not have the same bytes.
enum PageImage {
    /// Makes the image of the tables that a connection shows.
    ///
    /// - Parameters:
    ///   - definition: Whose tables.
    ///   - source: A `sqlite3 *` that has the tables, at best inside a transaction.
    static func make(
        _ definition: ProjectionDefinition, from source: OpaquePointer
    ) throws -> [UInt8] {
        let database = try MemoryDatabase()
        try database.connection.inTransaction(doing: "make a snapshot") {
            try createTables(of: definition, on: database.connection)
            for table in definition.tables { try copy(table, from: source, to: database) }
            try createRules(of: definition, on: database.connection)
        }
        return try bytes(of: database)
    }

    /// Makes the empty tables of a definition.
    static func createTables(
        of definition: ProjectionDefinition, on connection: OpaquePointer
    ) throws(StoreError) {
        for object in definition.objects(.table) {
            try Statement(connection, object.sql).run()
        }
    }

    /// Makes what has a say in which rows there are, beside the tables.
    static func createRules(
        of definition: ProjectionDefinition, on connection: OpaquePointer
    ) throws(StoreError) {
        for object in definition.rules { try Statement(connection, object.sql).run() }
    }

    /// Copies the rows of a table.
    static func copy(
        _ table: ProjectionTable, from source: OpaquePointer, schema: String = "main",
        to database: MemoryDatabase
    ) throws(StoreError) {
        let columns = table.columns.filter { !$0.isGenerated }.map(\.name.quotedAsIdentifier)
        let list = columns.joined(separator: ", ")
        let marks = columns.map { _ in "?" }.joined(separator: ", ")
        let name = table.name.quotedAsIdentifier
        // In the order of the pages, so that the copy is packed as tight as can be.
        let order = table.isWithoutRowid ? "" : " ORDER BY rowid"
        let rows = try Statement(source, "SELECT \(list) FROM \(schema).\(name)\(order)")
        let insert = try Statement(
            database.connection, "INSERT INTO main.\(name) (\(list)) VALUES (\(marks))")
        while try rows.step() {
            insert.bindRow(of: rows, columns: Int32(columns.count))
            try insert.run()
        }
    }

    private static func bytes(of database: MemoryDatabase) throws(StoreError) -> [UInt8] {
        var size: sqlite3_int64 = 0
        guard let pages = sqlite3_serialize(database.connection, "main", &size, 0) else {
            throw StoreError(.io, "there is not enough memory for the image of a table")
        }
        defer { sqlite3_free(pages) }
        return [UInt8](UnsafeBufferPointer(start: pages, count: Int(size)))
    }

    /// Makes an image a database of a connection.
    ///
    /// - Parameters:
    ///   - schema: `main`, or the name of an attached database.
    /// - Throws: `corrupt` if the image is no database.
    static func load(
        _ image: [UInt8], into schema: String, of connection: OpaquePointer
    ) throws(StoreError) {
        let size = sqlite3_int64(image.count)
        guard let pages = sqlite3_malloc64(sqlite3_uint64(image.count)) else {
            throw StoreError(.io, "there is not enough memory for the image of a table")
        }
        image.withUnsafeBytes { bytes in
            UnsafeMutableRawBufferPointer(start: pages, count: bytes.count).copyMemory(from: bytes)
        }
        // SQLite frees the pages, also where it fails.
        let flags = UInt32(SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE)
        let code = sqlite3_deserialize(
            connection, schema, pages.assumingMemoryBound(to: UInt8.self), size, size, flags)
        guard code == SQLITE_OK else {
            throw StoreError.sqlite(connection, code, doing: "open a snapshot")
        }
    }
}

extension ProjectionDefinition {
    /// Triggers and unique indexes.
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
