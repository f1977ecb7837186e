package import AnnalsModel

/// How far the erasures of a store have come.
///
/// An erasure is one transaction, after which nobody can read what it took away; then come steps
/// that others do not wait for. `annals.erasure-completed` says that they are done, so that
/// whoever comes after a crash knows that they are not.
package struct ErasureState: Sendable, Equatable {
    /// Position of the last `annals.erased`; 0 if there is none.
    package let last: Int64
    /// Position of the last one that has no steps left; 0 if there is none.
    package let completed: Int64

    /// Whether some erasure has steps left.
    package var isUnfinished: Bool { last > completed }

    /// Reads it.
    package init(_ reader: LogReader) throws(StoreError) {
        let events = EventTable(reader.statements)
        last = try Self.last(reader)
        let note = try events.lastPosition(ofType: Self.type(Administration.erasureCompleted))
        guard last > 0, let note else {
            completed = 0
            return
        }
        completed = try reader.event(at: note).change.data["through"]?.asInt64 ?? 0
    }

    /// Position of the last `annals.erased`; 0 if there is none.
    package static func last(_ reader: LogReader) throws(StoreError) -> Int64 {
        try EventTable(reader.statements).lastPosition(ofType: type(Administration.erased)) ?? 0
    }

    /// The event that says that nothing is left of the erasures up to one.
    package static func completion(
        through position: Int64, by actor: Actor
    ) throws(StoreError) -> NewEvent {
        try .administration(
            Administration.erasures, Administration.erasureCompleted, by: actor,
            data: ["through": .number(JSONNumber(position))])
    }

    private static func type(_ verb: String) -> String {
        "\(StreamName.ownCategory).\(verb)"
    }

    /// The dictionaries that unfinished erasures say must go, and that are still there.
    package func dictionaries(_ reader: LogReader) throws(StoreError) -> [Int64] {
        guard isUnfinished else { return [] }
        let table = StreamTable(reader.statements)
        let name = try StreamName(category: StreamName.ownCategory, id: Administration.erasures)
        guard let end = try table.row(of: name) else { return [] }
        var named: Set<Int64> = []
        let first = try reader.version(of: end.id, at: completed, head: end.version)
        let events = EventTable(reader.statements)
        for version in stride(from: first + 1, through: end.version, by: 1) {
            guard let position = try events.position(ofStream: end.id, version: version) else {
                continue
            }
            let data = try reader.event(at: position).change.data
            for id in data["dictionaries"]?.asArray ?? [] {
                if let id = id.asInt64 { named.insert(id) }
            }
        }
        return try DictionaryTable(reader.statements).ids().filter { named.contains($0) }
    }
}
