import AnnalsModel

/// A result while it is made: within so many rows and bytes from the first on, so that what is
/// beyond them is never there.
struct ResultDraft {
    /// Rows at most.
    let rowsMax: Int
    /// Bytes at most, about.
    let bytesMax: Int
    private var left: Int
    private var rows: [JSONValue] = []
    private var shortening = Shortening()
    private var facts: JSONObject = [:]
    private var next: JSONObject?

    /// Bytes for what is said beside the rows.
    private static let besideBytes = 1_500

    /// Begins a result within what the client asks for.
    ///
    /// - Throws: `invalidArgument` for numbers that are not taken.
    init(_ arguments: Arguments, _ limits: MCPLimits) throws(StoreError) {
        rowsMax = Int(
            try arguments.integer("limit", in: 1...Int64(limits.rowsMax)) ?? Int64(limits.rows))
        bytesMax = Int(
            try arguments.integer("max_bytes", in: 4_096...Int64(limits.resultBytesMax))
                ?? Int64(limits.resultBytes))
        left = bytesMax - Self.besideBytes
    }

    /// Begins a result within so many bytes.
    init(bytesMax: Int) {
        rowsMax = .max
        self.bytesMax = bytesMax
        left = bytesMax - Self.besideBytes
    }

    /// Number of rows so far.
    var count: Int { rows.count }

    /// Says something small beside the rows.
    mutating func say(_ name: String, _ value: JSONValue?) {
        facts[name] = value
        left -= value?.jsonBytes(upTo: left) ?? 0
    }

    /// Says something that may be large, in what room there is.
    mutating func say(_ name: String, fitted value: JSONValue, from address: ResourceAddress?) {
        let fitted = shortening.fit(value, address, max(left, 256))
        left -= fitted.jsonBytes(upTo: max(left, 0))
        facts[name] = fitted
    }

    /// Adds a row, as small as rows have to be.
    ///
    /// - Parameter address: Where the row can be read whole.
    /// - Returns: False where there is no room for it: the list ends before it. There is always
    ///   room for the first.
    mutating func add(_ row: JSONValue, from address: ResourceAddress?) -> Bool {
        guard rows.count < rowsMax else { return false }
        let rowBytes = max(512, bytesMax / 8)
        let size = row.jsonBytes(upTo: rowBytes)
        let taken = min(size, rowBytes)
        guard rows.isEmpty || taken + 1 <= left else { return false }
        let fitted = size > rowBytes ? shortening.fit(row, address, rowBytes) : row
        rows.append(fitted)
        left -= taken + 1
        return true
    }

    /// Says that there is more, and what to ask for next.
    mutating func goesOn(_ next: JSONObject) { self.next = next }

    /// The result, with its rows under a name.
    func list(_ name: String) -> JSONObject {
        var object = beginning
        object[name] = .array(rows)
        object["shown"] = .number(JSONNumber(Int64(rows.count)))
        object["truncated"] = .bool(next != nil)
        object["next"] = next.map { .object($0) }
        return finished(object)
    }

    /// The result without rows.
    func alone() -> JSONObject { finished(beginning) }

    private var beginning: JSONObject {
        var object: JSONObject = ["untrusted": true]
        for (name, value) in facts { object[name] = value }
        return object
    }

    private func finished(_ beginning: JSONObject) -> JSONObject {
        var object = beginning
        if !shortening.cuts.isEmpty { object["cut"] = .array(shortening.cuts) }
        return object
    }
}
