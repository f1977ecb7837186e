package import AnnalsModel

/// A column of integers, with what a store can have written there.
///
/// A file may come from anywhere. A value is checked against its column once, where it is read, so
/// that whoever calculates with it need not ask whether a sum is still a number.
package struct StoredColumn: Sendable {
    private let table: StaticString
    private let name: StaticString
    /// What can be there.
    package let range: ClosedRange<Int64>

    init(_ table: StaticString, _ name: StaticString, _ range: ClosedRange<Int64>) {
        self.table = table
        self.name = name
        self.range = range
    }

    /// Gives a value back if it can be there.
    ///
    /// - Parameter row: Which row it is, such as `position 12`.
    /// - Throws: `corrupt` with the names of table, column and row.
    package func checked(
        _ value: Int64, _ row: @autoclosure () -> String
    ) throws(StoreError) -> Int64 {
        guard range.contains(value) else { throw corrupt(value, row()) }
        return value
    }

    private func corrupt(_ value: Int64, _ row: String) -> StoreError {
        let place = row.isEmpty ? "" : " at \(row)"
        let most = range.upperBound == .max ? "or more" : "to \(range.upperBound)"
        return StoreError(
            .corrupt,
            "the table \(table)\(place) holds \(value) in the column \(name), where"
                + " \(range.lowerBound) \(most) belongs: restore the store from a backup")
    }
}

extension StoredColumn {
    private static let numbers = 1...Limits.positionMax
    private static let numbersFrom0 = 0...Limits.positionMax
    private static let bytes = 0...Limits.logBytesMax
    /// Years 1 to 9999.
    private static let times =
        Timestamp.earliest.microseconds...Timestamp.latest.microseconds

    static let eventPosition = StoredColumn("events", "position", numbers)
    static let eventStream = StoredColumn("events", "stream", numbers)
    static let eventVersion = StoredColumn("events", "version", numbers)
    static let eventCycle = StoredColumn("events", "cycle", 0...Int64.max)
    static let eventSize = StoredColumn("events", "size", 0...Int64(Limits.bodyBytesMax))
    static let eventDictionary = StoredColumn(
        "events", "dictionary", (-3 - numbers.upperBound)...numbers.upperBound)
    static let eventBase = StoredColumn("events", "base", numbers)
    /// Of the last event: what is recorded next is not earlier.
    static let lastRecordedAt = StoredColumn("events", "recorded_at", times)

    /// Id of a stream.
    package static let streamID = StoredColumn("streams", "id", numbers)
    /// Number of a stream's events.
    package static let streamVersion = StoredColumn("streams", "version", numbers)
    /// Position of a stream's last event.
    package static let streamHead = StoredColumn("streams", "head", numbers)
    static let lastStream = StoredColumn("streams", "id", numbersFrom0)
    static let lastType = StoredColumn("event_types", "id", numbersFrom0)
    static let lastActor = StoredColumn("actors", "id", numbersFrom0)
    static let lastCorrelation = StoredColumn("correlations", "id", numbersFrom0)
    static let lastDictionary = StoredColumn("dictionaries", "id", numbersFrom0)
    static let trainedAt = StoredColumn("dictionaries", "body_bytes", bytes)

    static let headSize = StoredColumn("head", "size", numbersFrom0)
    static let headBodyBytes = StoredColumn("head", "body_bytes", bytes)
    static let headStoredBytes = StoredColumn("head", "stored_bytes", bytes)

    /// A cycle's number.
    package static let cycleNumber = StoredColumn("cycles", "cycle", 0...Int64.max)
    /// Position of the event that opened a cycle.
    package static let cyclePosition = StoredColumn("cycles", "position", numbers)
    /// Position that a tag names.
    package static let tagMoment = StoredColumn("tags", "moment", numbersFrom0)
    /// Position of the event that set a tag.
    package static let tagPosition = StoredColumn("tags", "position", numbers)
    /// Number of events that a checkpoint speaks of.
    package static let checkpointSize = StoredColumn("checkpoints", "size", numbersFrom0)

}

extension Statement {
    /// A column as an integer that can be there.
    ///
    /// - Parameter row: Which row it is, such as `position 12`.
    /// - Throws: `corrupt`.
    package func int64(
        _ index: Int32, _ column: StoredColumn, _ row: @autoclosure () -> String = ""
    ) throws(StoreError) -> Int64 {
        try column.checked(int64(index), row())
    }

    /// The same of a column that may be NULL.
    package func optionalInt64(
        _ index: Int32, _ column: StoredColumn, _ row: @autoclosure () -> String = ""
    ) throws(StoreError) -> Int64? {
        guard let value = optionalInt64(index) else { return nil }
        return try column.checked(value, row())
    }
}

extension StatementCache {
    /// The first column of the first row as an integer that can be there; nil if there is no row
    /// or it is NULL.
    ///
    /// - Throws: `corrupt`.
    package func integer(
        _ column: StoredColumn, _ sql: String, _ values: Int64?...
    ) throws(StoreError) -> Int64? {
        guard let value = try integer(sql, values) else { return nil }
        return try column.checked(value, "")
    }
}
