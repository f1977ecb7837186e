package import AnnalsModel

// How many events there are, by index alone.

extension EventTable {
    /// Number of events of a type after a position, up to and including another.
    package func count(
        ofType type: Int64, after first: Int64, through last: Int64
    ) throws(StoreError) -> Int64 {
        try statements.integer(
            "SELECT count(*) FROM events WHERE type = ? AND position > ? AND position <= ?", type,
            first, last) ?? 0
    }

    /// The actors of the events after a position, up to and including another, each with their
    /// number; by name and kind.
    package func countsByActor(
        after first: Int64, through last: Int64
    ) throws(StoreError) -> [(actor: Actor, events: Int64)] {
        let rows = try statements.statement(
            """
            SELECT name, kind, (
                SELECT count(*) FROM events
                WHERE actor = actors.id AND position > ?1 AND position <= ?2)
            FROM actors ORDER BY name, kind
            """)
        rows.bind(1, first)
        rows.bind(2, last)
        return try rows.map { row throws(StoreError) in
            (actor: try Self.actor(row), events: row.int64(2))
        }.filter { $0.events > 0 }
    }

    /// Number of events by hour of the day in UTC, after a position, up to and including another.
    ///
    /// Recorded times never decrease: where each hour ends is found by doubling and halving, so
    /// that what is read grows with the hours in which something happened.
    ///
    /// - Throws: `corrupt` where an event is missing.
    package func countsByHour(
        after first: Int64, through last: Int64
    ) throws(StoreError) -> [Int64] {
        let hour: Int64 = 3_600_000_000
        var counts = [Int64](repeating: 0, count: 24)
        var done = first
        while done < last {
            let time = try knownTime(at: done + 1)
            let number = time.flooredQuotient(by: hour)
            // The last position that is known to be of this hour, and the first that is not.
            var (low, step) = (done + 1, Int64(1))
            var high = min(low + step, last + 1)
            while high <= last, try knownTime(at: high) < (number + 1) * hour {
                low = high
                step *= 2
                high = min(low + step, last + 1)
            }
            while low + 1 < high {
                let middle = low + (high - low) / 2
                if try knownTime(at: middle) < (number + 1) * hour {
                    low = middle
                } else {
                    high = middle
                }
            }
            counts[Int(number - number.flooredQuotient(by: 24) * 24)] += low - done
            done = low
        }
        return counts
    }

    private func knownTime(at position: Int64) throws(StoreError) -> Int64 {
        guard let time = try recordedAt(position) else {
            throw StoreError.lostEvent(at: position)
        }
        return time
    }
}

extension Int64 {
    /// The quotient, rounded down.
    fileprivate func flooredQuotient(by divisor: Int64) -> Int64 {
        let (quotient, rest) = quotientAndRemainder(dividingBy: divisor)
        return rest < 0 ? quotient - 1 : quotient
    }
}
