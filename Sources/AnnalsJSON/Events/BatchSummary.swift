package import AnnalsModel

/// What came of loading batches.
package struct BatchSummary: JSONResult {
    /// Events that were appended.
    package private(set) var appended: Int64 = 0
    /// Events whose ids had been seen before.
    package private(set) var known: Int64 = 0
    /// Batches that were stored.
    package private(set) var batches: Int64 = 0
    /// Lines that could not be stored; nil where the first such line ends the load.
    package var rejected: Int64?
    /// Position of the last event, known ones included.
    package private(set) var lastPosition: Int64?

    /// Nothing was loaded yet.
    package init() {}

    /// Counts a batch that is durable.
    package mutating func add(_ receipts: [Receipt]) {
        let seen = Int64(receipts.count(where: \.wasKnown))
        known += seen
        appended += Int64(receipts.count) - seen
        if !receipts.isEmpty { batches += 1 }
        lastPosition = receipts.last?.position ?? lastPosition
    }

    /// The JSON of a load.
    package static let shape = JSONShape<BatchSummary>(
        "Batch", "What came of loading batches of events.",
        [
            JSONMember("appended", \.appended, "Number of events that were appended."),
            JSONMember("known", \.known, "Number of events whose ids had been seen before."),
            JSONMember("batches", \.batches, "Number of batches that were stored."),
            JSONMember(
                "last_position", \.lastPosition,
                "Position of the last event, known ones included.", null: "if there was none"),
            JSONMember(
                "rejected", \.rejected, "Number of lines that could not be stored.",
                absent: "where the first such line ends the load"),
        ])
}
