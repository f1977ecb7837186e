/// How many rows to read when one of them is missing in a cache.
struct ReadAhead {
    private var last: Int64 = .min
    private static let rowsMax: Int64 = 32

    /// Rows to read from an id on: more than one if the last one that was missing is near.
    mutating func rows(from id: Int64) -> Int64 {
        defer { last = id }
        let isNear = id > last && id - Self.rowsMax * 2 <= last && id < .max - Self.rowsMax
        return isNear ? Self.rowsMax : 1
    }
}
