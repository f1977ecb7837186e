import AnnalsLog
import AnnalsModel
import GRDBSQLite

/// Why an event did not get through a projection.
enum Refusal: Error {
    /// SQLite or a strict merge refuses the row: the projection's own doing.
    ///
    /// - Parameters:
    ///   - line: Of the directive or statement in the definition file.
    ///   - words: SQLite's.
    case row(line: Int, words: String)
    /// A statement went on until SQLite stopped it and undid the whole transaction around it.
    case endedTransaction(line: Int, words: String)
    /// The disk, the file or the program fails, which says nothing about the event.
    case failure(StoreError)

    /// What an answer of `sqlite3_step` means.
    ///
    /// https://www.sqlite.org/rescode.html
    init(_ statement: Statement, _ code: Int32, line: Int) {
        switch code & 0xFF {
        case SQLITE_CONSTRAINT, SQLITE_MISMATCH, SQLITE_ERROR, SQLITE_TOOBIG, SQLITE_RANGE:
            let words = sqlite3_errmsg(statement.connection).map { String(cString: $0) }
            self = .row(line: line, words: words ?? "SQLite code \(code)")
        default:
            self = .failure(
                StoreError.sqlite(statement.connection, code, doing: "update a projection"))
        }
    }

    /// What it means that a statement took too many steps.
    ///
    /// - Parameter code: The last answer of `sqlite3_step`.
    init(stoppedAfter code: Int32, _ connection: OpaquePointer, line: Int) {
        self =
            code & 0xFF == SQLITE_INTERRUPT && sqlite3_get_autocommit(connection) != 0
            ? .endedTransaction(line: line, words: StepLimit.words)
            : .row(line: line, words: StepLimit.words)
    }
}

extension Refusal {
    /// The error that a caller sees.
    ///
    /// - Parameter sentence: Made of line and SQLite's words, for a refused row.
    func storeError(
        _ sentence: (_ line: Int, _ words: String) -> String = { _, words in words.quotedForMessage
        }
    ) -> StoreError {
        switch self {
        case .failure(let error): error
        case .row(let line, let words), .endedTransaction(let line, let words):
            StoreError(.projectionRefused, sentence(line, words))
        }
    }
}
