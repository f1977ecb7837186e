import AnnalsLog
import AnnalsModel

/// Which events an erasure is about.
struct ErasureTargets: Sendable {
    let scope: ErasureScope
    /// Whether the events that caused them go as well.
    let includesCauses: Bool
    /// How the value of a subject is looked for; nil for another scope.
    let search: SubjectSearch?
    /// Position up to which it was looked for.
    private(set) var searched: Int64 = 0
    /// Positions of the events that hold it.
    private(set) var found: [Int64] = []
    /// Positions of the store's own events that hold it.
    private(set) var own: [Int64] = []

    /// - Throws: `reserved` for a stream of the store's own; `invalidArgument`.
    init(_ scope: ErasureScope, includesCauses: Bool) throws(StoreError) {
        self.scope = scope
        self.includesCauses = includesCauses
        switch scope {
        case .subject(let value):
            search = try SubjectSearch(value)
        case .stream(let name):
            guard name.category != StreamName.ownCategory else { throw Self.reserved }
            search = nil
        case .position:
            search = nil
        }
    }

    private static var reserved: StoreError {
        StoreError(
            .reserved,
            "the category annals is the store's own: its events say who changed the store and why,"
                + " and cannot be erased")
    }

    /// Looks for the value of a subject in the next events.
    ///
    /// - Returns: Whether the end of the log was reached.
    mutating func searchOn(_ reader: LogReader, through head: Int64) throws(StoreError) -> Bool {
        guard let search, searched < head else { return true }
        let end = min(head, searched + Int64(Limits.replayRowsMax))
        for event in try reader.events(holding: search, after: searched, through: end) {
            let name = try reader.names.stream(event.stream)
            if name.category == StreamName.ownCategory {
                own.append(event.position)
            } else {
                found.append(event.position)
            }
        }
        searched = end
        return end == head
    }

    /// Where the events stand that still have a body, in the order of positions.
    ///
    /// - Throws: `notFound`, `beyondHead`, `reserved`.
    func places(_ reader: LogReader) throws(StoreError) -> [EventPlace] {
        let events = EventTable(reader.statements)
        var places: [Int64: EventPlace] = [:]
        switch scope {
        case .stream(let name):
            guard let end = try reader.end(of: name) else { throw reader.unknown(name) }
            for place in try events.places(ofStream: end.id) { places[place.position] = place }
        case .position(let position):
            guard let place = try events.place(at: position) else {
                throw StoreError(
                    .beyondHead,
                    "there is no event at position \(position): the log ends at"
                        + " \(try reader.head())")
            }
            guard try !isOwn(place, reader) else { throw Self.reserved }
            places[position] = place
        case .subject:
            for position in found { places[position] = try events.place(at: position) }
        }
        if includesCauses { try addCauses(to: &places, reader) }
        return places.values.filter { !$0.isErased }.sorted { $0.position < $1.position }
    }

    private func addCauses(
        to places: inout [Int64: EventPlace], _ reader: LogReader
    ) throws(StoreError) {
        var left = Array(places.values)
        while let place = left.popLast() {
            guard let cause = place.causation, places[cause] == nil,
                let next = try EventTable(reader.statements).place(at: cause),
                try !isOwn(next, reader)
            else { continue }
            places[cause] = next
            left.append(next)
        }
    }

    private func isOwn(_ place: EventPlace, _ reader: LogReader) throws(StoreError) -> Bool {
        try reader.names.stream(place.stream).category == StreamName.ownCategory
    }
}
