import AnnalsCodec
import AnnalsModel

extension LogReader {
    /// Where the bodies stand that a dictionary is trained from: those of `DictionarySchedule` that
    /// were not erased, up to a number of bytes.
    ///
    /// - Parameter head: Position of the last event then.
    /// - Throws: `corrupt` if there is no event at one of its positions.
    func samples(head: Int64) throws(StoreError) -> [EventPlace] {
        var samples: [EventPlace] = []
        var bytes: Int64 = 0
        for position in DictionarySchedule.samplePositions(head: head) {
            guard let place = try EventTable(statements).place(at: position) else {
                throw StoreError.lostEvent(at: position)
            }
            guard !place.isErased else { continue }
            samples.append(place)
            bytes += place.size
            if bytes >= DictionarySchedule.sampleBytesMax { break }
        }
        return samples
    }

    /// The last event that a dictionary was trained from, by the bytes of all bodies then; nil if
    /// the log never had so many.
    ///
    /// - Parameters:
    ///   - madeAt: When, in µs since 1970 UTC, which is when the event was recorded.
    ///   - head: Position of the last event.
    func position(
        ofBodyBytes bytes: Int64, madeAt: Int64, head: Int64
    ) throws(StoreError) -> Int64? {
        let events = EventTable(statements)
        var position = try position(
            of: .time(Timestamp(microseconds: madeAt)), head: head)
        var sum = try events.bodyBytes(through: position)
        // Many events may have been recorded at that time.
        while sum > bytes, let place = try events.place(at: position), place.recordedAt == madeAt {
            sum -= place.size
            position -= 1
        }
        return sum == bytes ? position : nil
    }
}
