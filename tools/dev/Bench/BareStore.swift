import CBare
import GRDB
import GRDBSQLite

/// All rows of a store's log in memory, for the bare store to write them again.
final class BareSource {
    fileprivate let pointer: OpaquePointer

    /// Reads the store at a path, which nothing may be writing.
    init(store path: String) throws {
        guard let pointer = annals_bare_read(path) else {
            throw BenchFailure("The rows of \(path) could not be read.")
        }
        self.pointer = pointer
    }

    deinit {
        annals_bare_free(pointer)
    }

    /// Adds the rows of other tables.
    func add(_ recorded: RecordedRows) {
        var statements: [String: Int32] = [:]
        for row in recorded.rows {
            let statement =
                statements[row.sql] ?? annals_bare_add_statement(pointer, row.sql)
            statements[row.sql] = statement
            // The bytes of a value live until its closure ends, so the closures nest.
            Self.withValues(row.values[...], []) { values in
                annals_bare_add_row(
                    pointer, row.position, statement, values, Int32(values.count))
            }
        }
    }

    private static func withValues(
        _ rest: ArraySlice<DatabaseValue>, _ ready: [annals_bare_value],
        _ body: ([annals_bare_value]) -> Void
    ) {
        guard let first = rest.first else {
            return body(ready)
        }
        var value = annals_bare_value()
        func go(_ bytes: UnsafeRawBufferPointer?, type: Int32) {
            value.type = type
            value.bytes = bytes?.baseAddress
            value.count = Int32(bytes?.count ?? 0)
            withValues(rest.dropFirst(), ready + [value], body)
        }
        switch first.storage {
        case .null:
            go(nil, type: SQLITE_NULL)
        case .int64(let integer):
            value.integer = integer
            go(nil, type: SQLITE_INTEGER)
        case .double(let real):
            value.real = real
            go(nil, type: SQLITE_FLOAT)
        case .string(let text):
            Array(text.utf8).withUnsafeBytes { go($0, type: SQLITE_TEXT) }
        case .blob(let data):
            Array(data).withUnsafeBytes { go($0, type: SQLITE_BLOB) }
        }
    }

    /// Number of events.
    var count: Int {
        Int(annals_bare_count(pointer))
    }
}

/// The bare-SQLite baseline: writes the rows of a source again, and does nothing else.
final class BareStore {
    private let pointer: OpaquePointer
    private let source: BareSource

    /// Makes a new file.
    init(path: String, source: BareSource) throws {
        guard let pointer = annals_bare_open(path, source.pointer) else {
            throw BenchFailure("The bare store \(path) could not be made.")
        }
        self.pointer = pointer
        self.source = source
    }

    deinit {
        annals_bare_close(pointer)
    }

    /// Writes the next events of the source as one durable transaction.
    func append(_ count: Int) throws {
        let code = annals_bare_append(pointer, Int64(count))
        guard code == 0 else {
            throw BenchFailure("The bare store failed with SQLite code \(code).")
        }
    }
}

/// Why a benchmark could not be run.
struct BenchFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
