import AnnalsCodec
package import AnnalsModel

/// The positions whose bodies some event says were erased.
package struct ErasedPositions: Sendable {
    /// Ascending, none touching the next.
    private(set) var ranges: [ClosedRange<Int64>] = []
    /// The events in which a restored store says what was erased in the one that it comes from.
    private(set) var inherited: [SealedEvent] = []

    /// Nothing was erased.
    init() {}

    /// Collects what the store's own events say.
    ///
    /// - Parameter reader: Reads the stream of erasures.
    package init(_ reader: LogReader) throws(StoreError) {
        let stream = try StreamName(category: StreamName.ownCategory, id: Administration.erasures)
        guard let (id, version) = try reader.end(of: stream) else { return }
        var rows: [StoredEvent] = []
        do {
            try EventTable(reader.statements).forEach(
                ofStream: id, after: 0, through: version
            ) { rows.append($0) }
        } catch {
            // What cannot be read is found with the event itself.
            guard (error as? StoreError)?.code == .corrupt else {
                throw StoreError.wrapping(error, doing: "read what was erased")
            }
        }
        var found: [ClosedRange<Int64>] = []
        for row in rows {
            guard let event = try? reader.sealed(row) else { continue }
            found += (try? Self.ranges(saidBy: event)) ?? []
            if event.type.verb == Administration.erasuresInherited { inherited.append(event) }
        }
        ranges = Self.joined(found)
    }

    /// What one event says was erased: ranges of positions before it.
    static func ranges(saidBy event: SealedEvent) throws(StoreError) -> [ClosedRange<Int64>] {
        guard [Administration.erased, Administration.erasuresInherited].contains(event.type.verb),
            let data = try event.parsedBody()?.change.data
        else { return [] }
        return ErasureStatement.ranges(data["positions"]).filter {
            $0.upperBound < event.position
        }
    }

    private static func joined(_ found: [ClosedRange<Int64>]) -> [ClosedRange<Int64>] {
        var joined: [ClosedRange<Int64>] = []
        for range in found.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = joined.last, range.lowerBound <= last.upperBound + 1 {
                joined[joined.count - 1] =
                    last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                joined.append(range)
            }
        }
        return joined
    }

    /// Whether some event says that the body at a position was erased.
    package func covers(_ position: Int64) -> Bool {
        var (low, high) = (0, ranges.count)
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < position { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && ranges[low].contains(position)
    }
}
