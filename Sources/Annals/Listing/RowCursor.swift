import AnnalsLog
import AnnalsModel
import Dispatch
import Synchronization

/// The rows of one statement, begun when the first is asked for.
///
/// A connection of SQLite may go from thread to thread while one at a time uses it: hence the lock,
/// and `@unchecked`. Whoever asks for no more rows must not hold the transaction open for ever:
/// hence the clock that closes it.
final class RowCursor: ListingSource, @unchecked Sendable {
    private enum State {
        case new
        case running(QueryCursor)
        case ended
        /// It failed, or its time was over while nobody asked.
        case failed(StoreError)
    }

    private let lock = Mutex(())
    /// Touched by the holder of the lock alone.
    private var state = State.new
    private let open: @Sendable () throws(StoreError) -> ReadOnlyQuery
    private let sql: String
    private let arguments: QueryArguments
    private let seconds: Double
    /// Rows of the next page: few at first, so that the first come soon.
    private var pageRows = 32

    /// - Parameter open: Opens the connection that the statement runs on.
    init(
        _ sql: String, _ arguments: QueryArguments, seconds: Double,
        open: @escaping @Sendable () throws(StoreError) -> ReadOnlyQuery
    ) {
        self.open = open
        self.sql = sql
        self.arguments = arguments
        self.seconds = seconds
    }

    func nextPage() throws(StoreError) -> [QueryRow] {
        try lock.withLock { _ throws(StoreError) in
            if case .new = state { try begin() }
            switch state {
            case .running(let cursor): return try page(of: cursor)
            case .failed(let error): throw error
            case .new, .ended: return []
            }
        }
    }

    private func begin() throws(StoreError) {
        state = .running(
            try open().cursor(sql, arguments: arguments, seconds: seconds))
        Self.closing.asyncAfter(deadline: .now() + min(seconds, Limits.waitSecondsMax)) {
            [weak self] in self?.closeLate()
        }
    }

    /// A serial queue has a thread of its own also where all processors compute.
    private static let closing = DispatchQueue(label: "annals.cursors")

    private func page(of cursor: QueryCursor) throws(StoreError) -> [QueryRow] {
        var rows: [QueryRow] = []
        var bytes = 0
        while rows.count < pageRows, bytes < Limits.cursorBytesMax {
            guard let cells = try next(of: cursor) else { break }
            for case .string(let text) in cells { bytes += text.utf8.count }
            rows.append(QueryRow(columns: cursor.columns, cells: cells))
        }
        pageRows = min(2 * pageRows, Limits.cursorRowsMax)
        return rows
    }

    private func next(of cursor: QueryCursor) throws(StoreError) -> [JSONValue]? {
        do {
            if let cells = try cursor.next() { return cells }
        } catch {
            state = .failed(error)
            throw error
        }
        state = .ended
        return nil
    }

    private func closeLate() {
        lock.withLock { _ in
            guard case .running(let cursor) = state else { return }
            cursor.close()
            state = .failed(cursor.tooLate)
        }
    }
}
