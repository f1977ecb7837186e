import AnnalsModel
import GRDBSQLite

/// The functions that Annals' own connections add to SQL.
///
/// - `event_body(position)`: the plain body as JSON text; NULL if it was erased or does not exist.
/// - `event_data(position)`: its `data` as JSON text; `{}` where there is none.
/// - `event_context(position)`: its `context` as JSON text; NULL where there is none.
package enum SQLFunctions {
    /// What the functions read with: the connection's own reader.
    private final class Context {
        let reader: LogReader

        init(_ reader: LogReader) {
            self.reader = reader
        }
    }

    /// Adds the functions to a raw connection to a store; SQLite frees them with it.
    package static func register(on connection: OpaquePointer) {
        let flags = SQLITE_UTF8 | SQLITE_INNOCUOUS
        for (name, function) in [
            ("event_body", body), ("event_data", data), ("event_context", context),
        ] {
            // A reader per function: all may run in one statement.
            let context = Context(
                LogReader(statements: StatementCache(connection), path: "the store"))
            sqlite3_create_function_v2(
                connection, name, 1, flags, Unmanaged.passRetained(context).toOpaque(), function,
                nil, nil, release)
        }
    }

    private typealias Function =
        @convention(c) (
            OpaquePointer?, Int32, UnsafeMutablePointer<OpaquePointer?>?
        ) -> Void

    private static let body: Function = { context, _, arguments in
        answer(context, arguments) { reader, position throws(StoreError) in
            guard try EventTable(reader.statements).hasEvent(at: position) else { return nil }
            return try reader.bodies.body(at: position)
        }
    }

    private static let data: Function = { context, _, arguments in
        answer(context, arguments) { reader, position throws(StoreError) in
            let event = try reader.event(at: position)
            guard !event.isErased else { return nil }
            var text: [UInt8] = []
            JSONValue.object(event.change.data).write(to: &text)
            return text
        }
    }

    private static let context: Function = { context, _, arguments in
        answer(context, arguments) { reader, position throws(StoreError) in
            let event = try reader.event(at: position)
            guard !event.context.isEmpty else { return nil }
            var text: [UInt8] = []
            JSONValue.object(event.context).write(to: &text)
            return text
        }
    }

    private static let release: @convention(c) (UnsafeMutableRawPointer?) -> Void = { context in
        if let context { Unmanaged<Context>.fromOpaque(context).release() }
    }

    private static func answer(
        _ context: OpaquePointer?, _ arguments: UnsafeMutablePointer<OpaquePointer?>?,
        _ read: (LogReader, Int64) throws(StoreError) -> [UInt8]?
    ) {
        guard let data = sqlite3_user_data(context), let argument = arguments?[0],
            sqlite3_value_type(argument) == SQLITE_INTEGER
        else {
            sqlite3_result_null(context)
            return
        }
        let reader = Unmanaged<Context>.fromOpaque(data).takeUnretainedValue().reader
        // A connection cannot be closed while statements are left.
        defer { reader.statements.removeAll() }
        do {
            guard let text = try read(reader, sqlite3_value_int64(argument)) else {
                sqlite3_result_null(context)
                return
            }
            text.withUnsafeBytes { bytes in
                let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
                sqlite3_result_text(
                    context, start, Int32(bytes.count),
                    unsafeBitCast(-1, to: sqlite3_destructor_type.self))
            }
        } catch {
            guard error.code == .beyondHead else {
                sqlite3_result_error(context, error.message, -1)
                return
            }
            sqlite3_result_null(context)
        }
    }
}
