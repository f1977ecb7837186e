import AnnalsLog
package import AnnalsModel

extension History {
    /// Says what an erasure would take away and what it does not reach, and changes nothing.
    ///
    /// - Parameters:
    ///   - includesCauses: Whether the events that caused those of the scope go as well.
    ///   - progress: Gets the position up to which a value was looked for, and the last one.
    /// - Throws: `notFound` for a stream that does not exist; `beyondHead`; `reserved` for the
    ///   store's own events; `invalidArgument` for an empty value; what the closure throws.
    package func erasurePreview(
        of scope: ErasureScope, includingCauses includesCauses: Bool,
        progress: (Int64, Int64) throws -> Void = { _, _ in }
    ) throws -> ErasurePreview {
        let targets = try search(
            ErasureTargets(scope, includesCauses: includesCauses), progress)
        return try log.read { reader in
            let places = try targets.places(reader)
            var preview = ErasurePreview(head: try reader.head())
            preview.events = Int64(places.count)
            preview.bytes = places.reduce(0) { $0 + $1.size }
            preview.streams = try Self.streams(places, reader)
            preview.dictionaries = try DictionaryTable(reader.statements).ids(
                quoting: Set(places.map(\.stream)))
            preview.retained = Int64(try Self.retained(places, at: .now, reader).places.count)
            if let first = places.first {
                preview.copies = try Self.copies(holding: first.position, reader)
            }
            if let search = targets.search {
                preview.unreached =
                    try reader.names(holding: search)
                    + targets.own.map { position throws(StoreError) in
                        let event = try reader.event(at: position)
                        return "event \(position) of \(event.stream)"
                    }
            }
            preview.isUnfinished = try ErasureState(reader).isUnfinished
            return preview
        }
    }

    /// Gives the events that an erasure would take the content of to a closure, in order.
    ///
    /// - Throws: As the preview, and what the closures throw.
    package func eventsToErase(
        _ scope: ErasureScope, includingCauses includesCauses: Bool,
        progress: (Int64, Int64) throws -> Void = { _, _ in }, _ body: (Event) throws -> Void
    ) throws {
        let targets = try search(ErasureTargets(scope, includesCauses: includesCauses), progress)
        let places = try log.read { reader in try targets.places(reader) }
        for place in places {
            try body(try log.read { reader in try reader.event(at: place.position) })
        }
    }

    /// Looks for the value of a subject, some events a transaction.
    func search(
        _ targets: ErasureTargets, _ progress: (Int64, Int64) throws -> Void
    ) throws -> ErasureTargets {
        var targets = targets
        while true {
            let (next, isDone, head) = try log.read { [targets] reader in
                var next = targets
                let head = try reader.head()
                let isDone = try next.searchOn(reader, through: head)
                return (next, isDone, head)
            }
            targets = next
            if targets.search != nil { try progress(targets.searched, head) }
            if isDone { return targets }
        }
    }

    /// What would go of each stream, in the order of its first event.
    private static func streams(
        _ places: [EventPlace], _ reader: LogReader
    ) throws(StoreError) -> [ErasurePreview.Stream] {
        var streams: [ErasurePreview.Stream] = []
        for (id, places) in Dictionary(grouping: places, by: \.stream) {
            guard let first = places.first, let last = places.last else { continue }
            streams.append(
                ErasurePreview.Stream(
                    name: try reader.names.stream(id), events: Int64(places.count),
                    bytes: places.reduce(0) { $0 + $1.size }, first: first.position,
                    last: last.position))
        }
        return streams.sorted { $0.first < $1.first }
    }

    /// The backups and restored stores that hold the event at a position, as far as the store
    /// knows: of several at one path the last.
    static func copies(
        holding position: Int64, _ reader: LogReader
    ) throws(StoreError) -> [ErasurePreview.Copy] {
        var copies: [String: ErasurePreview.Copy] = [:]
        for (stream, member) in [
            (Administration.backups, "head"), (Administration.restores, "position"),
        ] {
            for place in try reader.places(ofOwn: stream) {
                let data = try reader.event(at: place.position).change.data
                guard let path = data["path"]?.asString, let head = data[member]?.asInt64 else {
                    continue
                }
                copies[path] = ErasurePreview.Copy(
                    path: path, head: head, position: place.position)
                // The file whose place a backup took is there too, and what that knew of.
                for copy in data["copies"]?.asArray ?? [] {
                    guard let path = copy.asObject?["path"]?.asString,
                        let head = copy.asObject?["head"]?.asInt64
                    else { continue }
                    copies[path] = ErasurePreview.Copy(
                        path: path, head: head, position: place.position)
                }
                guard let kept = data["kept"]?.asString else { continue }
                copies[kept] = ErasurePreview.Copy(
                    path: kept, head: data["kept_position"]?.asInt64 ?? head,
                    position: place.position)
            }
        }
        return copies.values.filter { $0.head >= position }.sorted {
            ($0.position, $0.path) < ($1.position, $1.path)
        }
    }
}
