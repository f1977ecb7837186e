package import AnnalsModel
import GRDB
import GRDBSQLite

// The only place that gives SQLite's result codes a meaning.
// https://www.sqlite.org/rescode.html

extension StoreError {
    /// What a result code means to someone who uses a store.
    ///
    /// - Parameters:
    ///   - connection: Where the code came from, for SQLite's own words.
    ///   - code: A primary or extended result code.
    ///   - action: What was being done, to complete "cannot …".
    package static func sqlite(
        _ connection: OpaquePointer?, _ code: Int32, doing action: String
    ) -> StoreError {
        let words =
            connection.flatMap { sqlite3_errmsg($0) }.map { String(cString: $0) }
            ?? String(cString: sqlite3_errstr(code))
        let extended = connection.map { sqlite3_extended_errcode($0) } ?? code
        return sqlite(code: extended == SQLITE_OK ? code : extended, words: words, doing: action)
    }

    /// What an error of GRDB means to someone who uses a store.
    package static func wrapping(_ error: any Error, doing action: String) -> StoreError {
        switch error {
        case let error as StoreError:
            return error
        case let error as DatabaseError:
            return sqlite(
                code: error.extendedResultCode.rawValue,
                words: error.message ?? "no further words", doing: action)
        default:
            return StoreError(.io, "cannot \(action): \(error)", cause: error)
        }
    }

    /// What a result code with SQLite's words for it means.
    static func sqlite(code: Int32, words: String, doing action: String) -> StoreError {
        let said = words.terminalSafe
        switch code & 0xFF {
        case SQLITE_BUSY, SQLITE_LOCKED:
            return StoreError(
                .busy,
                "cannot \(action): another program holds the store's lock (\(said)); try again")
        case SQLITE_READONLY, SQLITE_PERM:
            return StoreError(
                .readOnly,
                "cannot \(action): the store cannot be written (\(said)); "
                    + "check the permissions of the file and its folder")
        case SQLITE_NOTADB:
            return StoreError(
                .notAStore, "cannot \(action): the file is not a SQLite database (\(said))")
        case SQLITE_CORRUPT:
            return StoreError(
                .corrupt,
                "cannot \(action): the file is damaged (\(said)); restore it from a backup")
        case SQLITE_FULL:
            return StoreError(
                .io, "cannot \(action): the disk is full; make room and try again")
        case SQLITE_CANTOPEN:
            return StoreError(
                .io,
                "cannot \(action): the file cannot be opened (\(said)); "
                    + "check that its folder exists and may be used")
        case SQLITE_INTERRUPT:
            return StoreError(.interrupted, "stopped while trying to \(action)")
        case SQLITE_TOOBIG:
            return StoreError(.tooLarge, "cannot \(action): the value is too large (\(said))")
        default:
            return StoreError(.io, "cannot \(action): \(said) (SQLite code \(code))")
        }
    }
}
