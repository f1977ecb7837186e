/// Says when a growing store trains a new dictionary, and from which bodies.
package enum DictionarySchedule {
    /// Bytes of sample bodies that a training reads at most.
    package static let sampleBytesMax = 1 << 20

    /// Whether a store should train a dictionary now.
    ///
    /// - Parameters:
    ///   - bodyBytes: Bytes of all its bodies before compression.
    ///   - trainedAt: What `bodyBytes` was when the newest dictionary was trained.
    ///   - dictionaries: The number of dictionaries it has.
    package static func isDue(bodyBytes: Int64, trainedAt: Int64, dictionaries: Int64) -> Bool {
        bodyBytes >= max(32_768, 4 * trainedAt)
    }

    /// The positions of the bodies to sample, in the order in which to read them.
    ///
    /// - Parameter head: The last position.
    package static func samplePositions(head: Int64) -> [Int64] {
        Array(stride(from: max(1, head - 1_000), through: head, by: 1))
    }
}
