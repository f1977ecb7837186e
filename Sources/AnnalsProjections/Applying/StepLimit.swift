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
    private let secondsMax: Double?
    private var stepsTaken = 0
    private var end: ContinuousClock.Instant?
    private var rowBytesMax: Int32?
    /// Whether the last statement held the store for too long, whatever steps it took.
    private(set) var isTimedOut = false

    /// Steps between two looks.
    private static let stepsAtOnce = 10_000

    /// - Parameter secondsMax: For which a statement may run, since one step can call a function
    ///   that takes long; nil for a replay, which keeps nobody waiting and must come out the same
    ///   everywhere.
    init(_ connection: OpaquePointer, secondsMax: Double?) {
        self.connection = connection
        self.secondsMax = secondsMax
    }

    /// Runs a statement to its end.
    ///
    /// - Returns: The last answer of `sqlite3_step`.
    func run(_ statement: Statement) -> Int32 {
        (stepsTaken, rowBytesMax, isTimedOut) = (0, nil, false)
        end = secondsMax.map { ContinuousClock.now + .seconds($0) }
        // Counted from 0, whatever the statement did for other events.
        sqlite3_stmt_status(statement.handle, SQLITE_STMTSTATUS_VM_STEP, 1)
        sqlite3_progress_handler(
            connection, Int32(Self.stepsAtOnce), Self.reached,
            Unmanaged.passUnretained(self).toOpaque())
        defer {
            sqlite3_progress_handler(connection, 0, nil, nil)
            if let rowBytesMax { sqlite3_limit(connection, SQLITE_LIMIT_LENGTH, rowBytesMax) }
        }
        return statement.runToEnd()
    }

    /// Whether the last statement took too many steps, also if it came to its end with them.
    var isExceeded: Bool { stepsTaken >= Limits.projectionStepsMax }

    /// That it was stopped because it took too long.
    func timedOut(line: Int) -> StoreError {
        StoreError(
            .timeLimit,
            "the statement of a projection at line \(line) of its file kept the store for more than"
                + " \(secondsMax ?? 0) seconds and was stopped: write one that does less")
    }

    /// What is wrong with such a statement.
    static let words =
        "it takes more than \(Limits.projectionStepsMax) steps of SQLite's machine: write a"
        + " statement that looks at fewer rows"

    private static let reached: @convention(c) (UnsafeMutableRawPointer?) -> Int32 = { context in
        guard let context else { return 1 }
        let limit = Unmanaged<StepLimit>.fromOpaque(context).takeUnretainedValue()
        return limit.goesOn() ? 0 : 1
    }

    private func goesOn() -> Bool {
        stepsTaken += Self.stepsAtOnce
        if let end, ContinuousClock.now > end {
            isTimedOut = true
            return false
        }
        if isExceeded, rowBytesMax == nil {
            rowBytesMax = sqlite3_limit(connection, SQLITE_LIMIT_LENGTH, 1)
        }
        return stepsTaken < 2 * Limits.projectionStepsMax
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
        if let limit, limit.isTimedOut {
            reset()
            throw .failure(limit.timedOut(line: line))
        }
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
