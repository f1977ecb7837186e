import AnnalsHistory
import AnnalsLog
import AnnalsModel
import AnnalsTesting

/// An empty store in a folder of its own, without projections.
struct EmptyStore {
    let folder: TemporaryDirectory
    let log: EventLog

    var history: History { History(log: log) }

    init() throws {
        let made = try TestLog()
        (folder, log) = (made.folder, made.log)
    }

    /// Appends one event.
    @discardableResult
    func append(
        _ stream: String, _ data: JSONObject = [:], unset: [String] = [], deleted: Bool = false,
        by actor: String = "Agent-1", verb: String = "updated", correlation: String? = nil
    ) throws -> Int64 {
        let name = try StreamName(stream)
        var event = NewEvent(
            stream: name, type: try EventType("\(name.category).\(verb)"),
            actor: try Actor(actor),
            change: Change(
                data: data, unset: try unset.map { try JSONPointer($0) }, deleted: deleted))
        event.correlation = correlation
        return try log.append([event])[0].position
    }

    /// Appends random events, in batches of random size.
    func fill(_ generator: inout RandomHistory, events: Int) throws {
        var left = events
        while left > 0 {
            let count = min(left, Int.random(in: 1...20, using: &generator.random))
            _ = try log.append((0..<count).map { _ in try generator.next() })
            left -= count
        }
    }

    /// All events, the store's own among them.
    func events() throws -> [Event] {
        var query = EventQuery()
        query.includesAdministration = true
        let cursor = EventCursor(log, query)
        var events: [Event] = []
        while let event = try cursor.nextEvent() { events.append(event) }
        return events
    }

    func document(_ stream: StreamName, at position: Int64) throws -> JSONObject? {
        try log.read { reader in try reader.document(of: stream, at: position) }
    }

    func head() throws -> Int64 {
        try log.read { reader in try reader.head() }
    }
}

extension [Event] {
    /// Folds one stream the plain way, with the events that are wanted.
    func fold(_ stream: StreamName, _ isWanted: (Event) -> Bool = { _ in true }) -> JSONObject? {
        reduce(nil) { document, event in
            guard event.stream == stream, !event.isErased, isWanted(event) else { return document }
            var after = document
            event.apply(to: &after)
            return after
        }
    }
}
