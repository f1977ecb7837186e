import AnnalsCodec
import GRDBSQLite

/// The libraries in C that this process runs with.
package enum LinkedLibraries {
    /// The version of SQLite, like `3.40.1`.
    package static var sqlite: String { String(cString: sqlite3_libversion()) }
    /// The version of LZ4, like `1.9.4`.
    package static var lz4: String { LZ4Version.running }
}
