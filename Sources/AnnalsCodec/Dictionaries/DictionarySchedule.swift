/// Says when a growing store trains a new dictionary, and from which bodies.
///
/// The first one pays as soon as there are some dozen bodies; then each time the store has grown to
/// four times the size, so that every dictionary has seen at least a quarter of the bodies before
/// the next, and the number of dictionaries stays small.
package enum DictionarySchedule {
    /// Bytes of sample bodies from which a training takes no more.
    package static let sampleBytesMax = 1 << 20
    /// Bytes of bodies at which the first dictionary is trained.
    package static let firstBodyBytes: Int64 = 16_384
    /// How many times larger a store gets before it trains again.
    package static let growth: Int64 = 4
    /// Bytes of bodies from which it no longer does: a dictionary is at its full size, and what
    /// is still to gain needs `compact`.
    package static let lastBodyBytes: Int64 = 1 << 30

    /// Whether a store should train a dictionary now.
    ///
    /// - Parameters:
    ///   - bodyBytes: Bytes of all its bodies before compression.
    ///   - trainedAt: What `bodyBytes` was when it last trained, 0 if never.
    ///   - dictionaries: The number of dictionaries it has.
    package static func isDue(bodyBytes: Int64, trainedAt: Int64, dictionaries: Int64) -> Bool {
        guard trainedAt < lastBodyBytes else { return false }
        return bodyBytes >= max(firstBodyBytes, growth * trainedAt)
    }

    /// The positions of the bodies to sample, in the order in which to read them until there are
    /// ``sampleBytesMax`` bytes.
    ///
    /// Half of them are the newest, because they are most like what is to come; the other half lie
    /// evenly over the rest of the log, because much comes again later.
    ///
    /// - Parameter head: The last position.
    package static func samplePositions(head: Int64) -> [Int64] {
        let older = max(0, head - positionsMax)
        var positions: [Int64] = []
        var lastOlder: Int64 = 0
        for back in 0..<min(head, positionsMax) {
            positions.append(head - back)
            let place = older - older * back / positionsMax
            // Where there are fewer than that, each is named once.
            guard place > 0, place != lastOlder else { continue }
            positions.append(place)
            lastOlder = place
        }
        return positions
    }

    /// Positions of each half: small bodies make a megabyte of that many.
    private static let positionsMax: Int64 = 4_096
}
