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
        case .row(let line, let words): StoreError(.projectionRefused, sentence(line, words))
        }
    }
}

extension Statement {
    /// Runs the statement to its end and makes it ready for its next use.
    ///
    /// - Parameter line: Where it stands in the definition file.
    func run(line: Int) throws(Refusal) {
        var code = sqlite3_step(handle)
        while code == SQLITE_ROW { code = sqlite3_step(handle) }
        guard code != SQLITE_DONE else {
            reset()
            return
        }
        let refusal = Refusal(self, code, line: line)
        reset()
        throw refusal
    }
}
