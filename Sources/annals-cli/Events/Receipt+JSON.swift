import Annals

extension Receipt {
    /// The receipt as a JSON object: `known` and `erased` only where they are true.
    func json() -> JSONObject {
        var json: JSONObject = [
            "position": .number(JSONNumber(position)), "version": .number(JSONNumber(version)),
            "cycle": .number(JSONNumber(cycle)), "recorded_at": .string(recordedAt.rfc3339),
        ]
        if wasKnown { json["known"] = true }
        if isErased { json["erased"] = true }
        return json
    }
}

extension Renderer {
    /// Writes a receipt; in CSV always with the same columns.
    func receipt(_ receipt: Receipt) throws {
        guard format == .csv else { return try object(receipt.json()) }
        let names = ["position", "version", "cycle", "recorded_at", "known", "erased"]
        let rows = rows(names.map { Column($0) })
        try rows.write(receipt.json())
        try rows.finish()
    }
}
