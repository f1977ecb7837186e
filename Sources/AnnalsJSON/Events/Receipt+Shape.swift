package import AnnalsModel

extension Receipt: JSONResult {
    /// The JSON of a receipt.
    package static let shape = JSONShape<Receipt>(
        "Receipt", "What an append answers for each event, once it is durable.",
        [
            JSONMember("position", \.position, "The event's place in the log, from 1."),
            JSONMember("version", \.version, "The event's place in its stream, from 1."),
            JSONMember("cycle", \.cycle, "The cycle that it belongs to."),
            JSONMember("recorded_at", \.recordedAt, "When it was stored."),
            .flag(
                "known", \.wasKnown,
                "Whether its id had been seen before, so that this is the first receipt again."),
            .flag("erased", \.isErased, "Whether the event that its id names was erased since."),
        ])
}

/// The receipt of an event that came as a line of a batch.
package struct NumberedReceipt: JSONResult {
    /// The line's number, from 1.
    package let line: Int64
    /// The receipt.
    package let receipt: Receipt

    /// Says which line a receipt is for.
    package init(line: Int64, receipt: Receipt) {
        self.line = line
        self.receipt = receipt
    }

    /// The JSON of a line's receipt.
    package static let shape = JSONShape<NumberedReceipt>(
        "Line's receipt", "The receipt of an event that came as a line of a batch.",
        [
            JSONMember("line", \.line, "Number of the line, from 1."),
            .all(of: \.receipt),
        ])
}
