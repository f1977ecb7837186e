import AnnalsLog
import AnnalsModel
import GRDBSQLite

/// Stops a statement of a projection, with all that its triggers do, that takes too many steps of
/// SQLite's machine.
///
/// A statement that never ends would keep the write lock for ever. Steps and not seconds are
/// counted, so that the same event is refused on every machine and in every replay.
///
/// SQLite undoes the whole transaction when it interrupts a statement that writes. So the statement
/// is first made to fail like any other: once the steps are used up, no row may be longer than a
/// byte, which ends every loop that stores a row or puts one aside, recursion above all. Only what
/// goes on all the same, such as a join that is merely counted, is interrupted at twice the number.
/// https://www.sqlite.org/c3ref/interrupt.html
final class StepLimit {
    private let connection: OpaquePointer
    private var timesReached = 0
    private var rowBytesMax: Int32 = 0

    init(_ connection: OpaquePointer) {
        self.connection = connection
    }

    /// Runs a statement to its end.
    ///
    /// - Returns: The last answer of `sqlite3_step`.
    func run(_ statement: Statement) -> Int32 {
        timesReached = 0
        // Counted from 0, whatever the statement did for other events.
        sqlite3_stmt_status(statement.handle, SQLITE_STMTSTATUS_VM_STEP, 1)
        sqlite3_progress_handler(
            connection, Int32(Limits.projectionStepsMax), Self.reached,
            Unmanaged.passUnretained(self).toOpaque())
        defer {
            sqlite3_progress_handler(connection, 0, nil, nil)
            if isExceeded { sqlite3_limit(connection, SQLITE_LIMIT_LENGTH, rowBytesMax) }
        }
        return statement.runToEnd()
    }

    /// Whether the last statement took too many steps, also if it came to its end with them.
    var isExceeded: Bool { timesReached > 0 }

    /// What is wrong with such a statement.
    static let words =
        "it takes more than \(Limits.projectionStepsMax) steps of SQLite's machine: write a"
        + " statement that looks at fewer rows"

    private static let reached: @convention(c) (UnsafeMutableRawPointer?) -> Int32 = { context in
        guard let context else { return 1 }
        let limit = Unmanaged<StepLimit>.fromOpaque(context).takeUnretainedValue()
        limit.timesReached += 1
        guard limit.timesReached == 1 else { return 1 }
        limit.rowBytesMax = sqlite3_limit(limit.connection, SQLITE_LIMIT_LENGTH, 1)
        return 0
    }
}

extension Statement {
    /// Runs the statement to its end.
    ///
    /// - Returns: The last answer of `sqlite3_step`.
    fileprivate func runToEnd() -> Int32 {
        var code = sqlite3_step(handle)
        while code == SQLITE_ROW { code = sqlite3_step(handle) }
        return code
    }

    /// Runs the statement to its end and makes it ready for its next use.
    ///
    /// - Parameters:
    ///   - line: Where it stands in the definition file.
    ///   - limit: For a statement that somebody else wrote, or that fires such statements.
    func run(line: Int, within limit: StepLimit?) throws(Refusal) {
        var code = takeBindFailure()
        if code == SQLITE_OK { code = limit?.run(self) ?? runToEnd() }
        let isExceeded = limit?.isExceeded == true
        guard code != SQLITE_DONE || isExceeded else {
            reset()
            return
        }
        let refusal =
            isExceeded
            ? Refusal(stoppedAfter: code, connection, line: line)
            : Refusal(self, code, line: line)
        reset()
        throw refusal
    }
}
