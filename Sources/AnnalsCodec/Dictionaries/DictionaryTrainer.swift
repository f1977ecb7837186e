internal import AnnalsModel

/// Trains dictionaries: puts together the pieces of sample bodies that most other samples repeat.
///
/// The method is that of zstd's COVER: count in how many samples each string of eight bytes occurs,
/// cut the samples into epochs, take from each the window whose strings are worth most, count what
/// it holds as covered, and go on until the dictionary is full. The same samples always give the
/// same dictionary. A megabyte of samples takes about 15 ms.
package enum DictionaryTrainer {
    /// The bytes of a dictionary for bodies like the samples.
    ///
    /// At most a sixteenth of the samples' bytes, but 4,096 at least, so that a small store does
    /// not carry a dictionary that costs more than it saves. What is worth most stands last, where
    /// it stays in reach of LZ4 even if a base follows.
    ///
    /// - Parameters:
    ///   - samples: Bodies before compression.
    ///   - limit: Bytes of the dictionary at most.
    /// - Returns: No bytes if nothing repeats.
    package static func train(samples: [[UInt8]], limit: Int) -> [UInt8] {
        var counts = SubstringCounts(samples.map { $0.prefix(sampleBytesMax) })
        guard !counts.text.isEmpty else { return [] }
        let room = min(limit, max(dictionaryBytesMin, counts.text.count / samplesPerDictionary))
        var pieces: [SubstringCounts.Piece] = []
        var total = 0
        let epochs = max(1, min(room / pieceBytes, counts.text.count / (4 * pieceBytes)))
        let epochBytes = (counts.text.count + epochs - 1) / epochs
        for pass in 0... {
            let before = total
            for start in stride(from: 0, to: counts.text.count, by: epochBytes) where total < room {
                let epoch = start..<min(start + epochBytes, counts.text.count)
                guard let piece = counts.takeBest(in: epoch, bytes: min(pieceBytes, room - total))
                else { continue }
                pieces.append(piece)
                total += piece.range.count
            }
            if total == before || total >= room || pass == passesMax { break }
        }
        // The earlier of two that are worth the same was taken first: it goes nearer to the end.
        let order = pieces.indices.sorted { left, right in
            (pieces[left].worth, right) < (pieces[right].worth, left)
        }
        return order.flatMap { counts.text[pieces[$0].range] }
    }

    /// Bytes of a sample that are looked at, whole blocks: a large body is cut into blocks that
    /// find most of what they repeat in the body itself.
    static let sampleBytesMax = Limits.bodyBytesSingleBlockMax
    /// Bytes of a piece at most: about a small body, so that a match can run on.
    private static let pieceBytes = 256
    /// Bytes below which a dictionary is not worth its training.
    private static let dictionaryBytesMin = 4_096
    private static let samplesPerDictionary = 16
    private static let passesMax = 16
}
