import Annals
import AnnalsTesting
import Foundation

/// A new store, and who writes to it.
struct AgentStore {
    let folder: TemporaryDirectory
    let store: Store
    let captain: Actor

    init() throws {
        folder = try TemporaryDirectory()
        captain = try Actor("Agent-4")
        store = try Store.create(at: folder.path("annals.db"), by: Actor("maria", kind: .human))
    }

    /// Appends a document as a program does that knows nothing of the agent API.
    func put(_ stream: String, _ data: JSONObject, unset: [String] = []) throws {
        let name = try StreamName(stream)
        try store.append(
            NewEvent(
                stream: name, type: EventType("\(name.category).changed"), actor: captain,
                change: Change(data: data, unset: try unset.map { try JSONPointer($0) })),
            options: .lenient)
    }

    /// The last event of a stream.
    func last(_ stream: String) throws -> Event? {
        var query = EventQuery(stream: try StreamName(stream))
        query.isReversed = true
        return try store.events(query).next()
    }

    /// The number of events of a stream.
    func count(_ stream: String) throws -> Int {
        try store.events(EventQuery(stream: StreamName(stream))).all().count
    }

    /// Whether a call is refused with a code; the sentence, for more.
    func refusal(_ code: StoreError.Code, _ call: () throws -> Void) throws -> String {
        do {
            try call()
        } catch let error as StoreError where error.code == code {
            return error.message
        }
        throw StoreError(.corrupt, "the call was not refused as \(code)")
    }
}
