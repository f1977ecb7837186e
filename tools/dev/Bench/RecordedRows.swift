import GRDB

/// Rows of projections' tables, in the order they were written.
struct RecordedRows: Sendable {
    /// One row that was written.
    struct Row: Sendable {
        /// Position of the event that it was written for.
        let position: Int64
        let sql: String
        let values: [DatabaseValue]
    }

    let rows: [Row]
}
