/// Trains dictionaries from sample bodies.
package enum DictionaryTrainer {
    /// The bytes of a dictionary for bodies like the samples.
    ///
    /// - Parameters:
    ///   - samples: Bodies, the ones most like what is to come last.
    ///   - limit: Bytes of the dictionary at most.
    package static func train(samples: [[UInt8]], limit: Int) -> [UInt8] {
        Array(samples.joined().suffix(limit))
    }
}
