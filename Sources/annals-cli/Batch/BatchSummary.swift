import Annals

/// What came of loading batches.
struct BatchSummary {
    /// Events that were appended.
    private(set) var appended: Int64 = 0
    /// Events whose ids had been seen before.
    private(set) var known: Int64 = 0
    /// Batches that were stored.
    private(set) var batches: Int64 = 0
    /// Lines that could not be stored; nil where the first such line ends the load.
    var rejected: Int64?
    /// Position of the last event, known ones included.
    private(set) var lastPosition: Int64?

    /// Counts a batch that is durable.
    mutating func add(_ receipts: [Receipt]) {
        let seen = Int64(receipts.count(where: \.wasKnown))
        known += seen
        appended += Int64(receipts.count) - seen
        if !receipts.isEmpty { batches += 1 }
        lastPosition = receipts.last?.position ?? lastPosition
    }

    /// The counts as a JSON object.
    func json() -> JSONObject {
        var json: JSONObject = [
            "appended": .number(JSONNumber(appended)), "known": .number(JSONNumber(known)),
            "batches": .number(JSONNumber(batches)),
            "last_position": lastPosition.map { .number(JSONNumber($0)) } ?? .null,
        ]
        if let rejected { json["rejected"] = .number(JSONNumber(rejected)) }
        return json
    }

    /// What stays where the rest failed, to complete a sentence.
    ///
    /// - Parameter isReplaced: Whether the store is another by now, so that what was appended may
    ///   not be in it.
    func sentence(isReplaced: Bool) -> String {
        let rejectedToo = rejected.map { $0 > 0 ? ", and \($0) lines are rejected" : "" } ?? ""
        guard let lastPosition else { return "nothing was stored\(rejectedToo)" }
        let knownToo = known > 0 ? " and \(known) known already" : ""
        let said = isReplaced ? "were acknowledged before that" : "are appended"
        return "of the batches before it \(appended) events \(said)\(knownToo), the last at "
            + "position \(lastPosition)\(rejectedToo)"
    }
}
