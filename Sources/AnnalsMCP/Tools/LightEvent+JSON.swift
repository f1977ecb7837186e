import Annals
import AnnalsModel

extension LightEvent {
    /// Bytes of a reason that lists show.
    private static let reasonBytes = 300

    /// The event as lists have it: everything but what it says, and the beginning of why.
    var header: JSONObject {
        var event = event
        event.change = Change(deleted: event.change.deleted)
        event.context = [:]
        var json = event.json()
        if let reason = event.reason, reason.utf8.count > Self.reasonBytes {
            json["reason"] = .string(reason.front(bytes: Self.reasonBytes) + "…")
        }
        json["bytes"] = leftOut.map { .number(JSONNumber($0)) }
        return json
    }

    /// Where the event can be read whole.
    var address: ResourceAddress { ResourceAddress(.event(event.position)) }

    /// The event with what it says, where that can be read here.
    var whole: JSONValue {
        guard let leftOut else { return .object(event.json()) }
        var json = event.json()
        json["data"] = .string("…(\(leftOut) bytes, \(address.appending("data").uri))")
        return .object(json)
    }
}

extension Store {
    /// The event at a position, as far as somebody reaches it and it can be read here.
    ///
    /// - Throws: `beyondHead` if there is none; for somebody who does not reach all, `notFound`,
    ///   whether there is none or it is another's.
    func lightEvent(
        at position: Int64, for access: ToolAccess, bodyBytesMax: Int64
    ) throws(StoreError) -> LightEvent {
        guard !access.reachesAll else {
            return try lightEvent(at: position, bodyBytesMax: bodyBytesMax)
        }
        // What it says is read only once it is known to be reached.
        let header = try? lightEvent(at: position, bodyBytesMax: 0)
        guard let header, access.reaches(header.event.stream.category) else {
            throw StoreError(
                .notFound, "there is no event at position \(position) that you reach")
        }
        return try lightEvent(at: position, bodyBytesMax: bodyBytesMax)
    }
}
