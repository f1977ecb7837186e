import AnnalsModel
import AnnalsTesting
import Testing

@testable import AnnalsLog

/// An event by Agent-1 with the least that it needs.
func event(_ stream: String, _ type: String, _ data: JSONObject = [:]) throws -> NewEvent {
    NewEvent(
        stream: try StreamName(stream), type: try EventType(type), actor: try Actor("Agent-1"),
        change: Change(data: data))
}

/// Lends the path of a store that does not exist yet, in a folder of its own.
func withPath(_ body: (String) throws -> Void) throws {
    let folder = try TemporaryDirectory()
    try withExtendedLifetime(folder) { try body(folder.path("store.db")) }
}

/// Lends a new store, and checks afterwards that it is whole.
func withLog(_ body: (EventLog) throws -> Void) throws {
    let made = try TestLog(origin: "example.com/log")
    try made.use { log in
        try body(log)
        try expectWhole(log)
    }
}

/// Dense positions, consecutive versions, bodies that can be read, a head that fits.
func expectWhole(_ log: EventLog) throws {
    var query = EventQuery()
    query.includesAdministration = true
    var versions: [StreamName: Int64] = [:]
    var last: Int64 = 0
    var recorded = Timestamp(microseconds: Int64.min)
    let cursor = EventCursor(log, query)
    while let event = try cursor.nextEvent() {
        #expect(event.position == last + 1)
        #expect(event.version == versions[event.stream, default: 0] + 1)
        #expect(event.recordedAt >= recorded)
        last = event.position
        versions[event.stream] = event.version
        recorded = event.recordedAt
    }
    try log.read { reader throws in
        let state = try WriterState(reading: reader.statements)
        #expect(state.size == last)
        for check in reader.health() {
            #expect(check.isHealthy, "\(check.name): \(check.detail)")
        }
    }
}
