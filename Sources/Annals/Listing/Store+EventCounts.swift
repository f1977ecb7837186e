import AnnalsLog
package import AnnalsModel

/// A stretch of the log.
package struct EventCountRange: Sendable, Hashable {
    /// The position after which it begins.
    package let after: Int64
    /// Its last position.
    package let through: Int64

    /// Names a stretch.
    package init(after: Int64, through: Int64) {
        self.after = after
        self.through = through
    }
}

extension Store {
    /// How many events of each type there are in a stretch, without reading any; the store's own
    /// left out.
    package func eventCountsByType(
        in range: EventCountRange
    ) throws(StoreError) -> [(name: String, events: Int64)] {
        try log.read { reader throws(StoreError) in
            let table = EventTable(reader.statements)
            var counts: [(name: String, events: Int64)] = []
            for (id, type) in try reader.names.allTypes()
            where type.category != StreamName.ownCategory {
                let number = try table.count(
                    ofType: id, after: range.after, through: range.through)
                counts.append((type.name, number))
            }
            return counts
        }
    }

    /// How many events of each category stretches of the log have, without reading any.
    ///
    /// - Returns: Numbers by category, for each stretch in order.
    package func eventCounts(
        in ranges: [EventCountRange]
    ) throws(StoreError) -> [[String: Int64]] {
        try log.read { reader throws(StoreError) in
            let table = EventTable(reader.statements)
            let types = try reader.names.allTypes()
            var counts: [[String: Int64]] = []
            counts.reserveCapacity(ranges.count)
            for range in ranges {
                var count: [String: Int64] = [:]
                for (id, type) in types {
                    let number = try table.count(
                        ofType: id, after: range.after, through: range.through)
                    // The category of an event's type is that of its stream.
                    if number > 0 { count[type.category, default: 0] += number }
                }
                counts.append(count)
            }
            return counts
        }
    }
}
