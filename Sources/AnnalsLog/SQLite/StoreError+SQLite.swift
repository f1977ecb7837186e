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
        // Some calls give their result without telling the connection of it.
        guard let connection, sqlite3_extended_errcode(connection) & 0xFF != SQLITE_OK else {
            return sqlite(code: code, words: String(cString: sqlite3_errstr(code)), doing: action)
        }
        return sqlite(
            code: sqlite3_extended_errcode(connection),
            words: sqlite3_errmsg(connection).map { String(cString: $0) } ?? "", doing: action)
    }

    /// What a result code of a statement means.
    ///
    /// Where it is about the file, it is the file's name that helps, and not the statement.
    static func statement(_ connection: OpaquePointer, _ code: Int32) -> StoreError {
        let isOfFile = [
            SQLITE_IOERR, SQLITE_FULL, SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM,
        ].contains(code & 0xFF)
        let file = sqlite3_db_filename(connection, "main").map { String(cString: $0) } ?? ""
        return sqlite(
            connection, code,
            doing: isOfFile && !file.isEmpty
                ? "read or write \(file.terminalSafe)" : "run a statement")
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

    /// SQLITE_IOERR_SHMSIZE: the file `-shm` could not be made as long as it has to be.
    private static let roomForIndex: Int32 = 4_874

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
        case SQLITE_IOERR where code == roomForIndex:
            return StoreError(
                .io,
                "cannot \(action): the disk has no room for the index of the write-ahead log;"
                    + " make room (32 kB) and try again")
        default:
            return StoreError(.io, "cannot \(action): \(said) (SQLite code \(code))")
        }
    }
}
