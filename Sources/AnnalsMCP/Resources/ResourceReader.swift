import Annals
import AnnalsModel

/// Reads what resources name, within the bytes of a result.
struct ResourceReader {
    /// The store.
    let store: Store
    /// Who reads.
    let access: ToolAccess
    /// What it may take.
    let limits: MCPLimits

    /// Bytes of a text that is read in pieces, each: with its escapes it is a result.
    private var pieceBytes: Int64 { Int64(limits.resultBytesMax / 2) }

    /// Reads a resource.
    ///
    /// - Throws: `notFound` where there is nothing, or nothing that is reached; `tooLarge`.
    func read(_ address: ResourceAddress) throws -> JSONObject {
        switch address.thing {
        case .event(let position):
            let light = try store.lightEvent(
                at: position, for: access, bodyBytesMax: limits.contentBytesMax)
            let isWhole = light.leftOut == nil
            guard isWhole || address.pointer.isRoot else {
                throw StoreError(
                    .tooLarge,
                    "the event at position \(position) has \(light.leftOut ?? 0) bytes, and no more"
                        + " than \(limits.contentBytesMax) are read here: read it over HTTP or by"
                        + " command")
            }
            return try result(of: address, in: light.whole)
        case .stream(let stream, let at):
            guard access.reaches(stream.category) else {
                throw StoreError(
                    .notFound, "there is no stream \(stream.description.quotedForMessage) for you")
            }
            let moment = try at.map { text throws(StoreError) in try Moment(text) } ?? .head
            try access.categories.demandReach(of: moment)
            let value = try store.value(
                of: stream, at: moment, JSONPointer(tokens: []), limits
            ).value
            return try result(of: address, in: value)
        case .cycle(let number):
            return try result(of: address, in: .object(try cycle(number)))
        }
    }

    private func result(
        of address: ResourceAddress, in whole: JSONValue
    ) throws(StoreError) -> JSONObject {
        guard let value = whole.value(at: address.pointer) else {
            throw StoreError(
                .notFound,
                "there is nothing at \(address.pointer.description.quotedForMessage) in this"
                    + " resource")
        }
        var draft = ResultDraft(bytesMax: limits.resultBytesMax)
        draft.say("uri", .string(address.uri))
        guard address.from != nil || isLong(value, at: address) else {
            draft.say("value", fitted: value, from: address)
            return draft.alone()
        }
        let text = value.asString ?? value.compact
        let size = Int64(text.utf8.count)
        let from = min(address.from ?? 0, size)
        let start = text.utf8.index(text.startIndex, offsetBy: Int(from))
        let piece = String(text[start...]).front(bytes: Int(pieceBytes))
        let end = from + Int64(piece.utf8.count)
        draft.say("bytes", .number(JSONNumber(size)))
        draft.say("from", .number(JSONNumber(from)))
        if end < size {
            var next = address
            next.from = end
            draft.say("next", .string(next.uri))
        }
        draft.say("text", fitted: .string(piece), from: nil)
        return draft.alone()
    }

    /// Whether a value is a text that does not fit: it is read in pieces, from its beginning.
    private func isLong(_ value: JSONValue, at address: ResourceAddress) -> Bool {
        guard !address.pointer.isRoot else { return false }
        let room = limits.resultBytesMax / 2
        return value.jsonBytes(upTo: room) > room
    }

    /// The cycles, which are of the category `annals`; none for somebody who does not reach it.
    private func reachedCycles() throws -> [Cycle] {
        access.reaches(StreamName.ownCategory) ? try store.cycles() : []
    }

    private func cycle(_ number: Int64) throws -> JSONObject {
        let cycles = try reachedCycles()
        guard let index = cycles.firstIndex(where: { $0.number == number }) else {
            throw StoreError(.notFound, "there is no cycle \(number)")
        }
        var json = cycles[index].asJSON
        let isLast = index == cycles.count - 1
        let end = isLast ? try store.head() : cycles[index + 1].position - 1
        json["through"] = .number(JSONNumber(end))
        json["in"] = .string("\(cycles[index].position - 1)..\(end)")
        return json
    }
}

extension ResourceReader {
    /// Events and cycles that are listed, the last ones.
    private static let listedMax = 20

    /// The last events and cycles: everything else is named by the templates.
    func list() throws -> [JSONValue] {
        var resources: [JSONValue] = []
        for cycle in try reachedCycles().suffix(Self.listedMax / 4).reversed() {
            resources.append(
                Self.resource(ResourceAddress(.cycle(cycle.number)), "Cycle \(cycle.number)"))
        }
        let events = store.lightEvents(
            EventQuery(category: access.onlyCategory, isReversed: true), bodyBytesMax: 0)
        var count = 0
        while count < Self.listedMax, case let page = try events.nextPage(), !page.isEmpty {
            for light in page.filter({ access.reaches($0.event.stream.category) })
                .prefix(Self.listedMax - count)
            {
                resources.append(
                    Self.resource(light.address, "Event \(light.event.position)"))
                count += 1
            }
        }
        return resources
    }

    private static func resource(_ address: ResourceAddress, _ name: String) -> JSONValue {
        ["uri": .string(address.uri), "name": .string(name), "mimeType": "application/json"]
    }

    /// How every resource is named.
    static let templates: [JSONValue] = [
        [
            "uriTemplate": "annals://event/{position}", "name": "Event",
            "description": """
            An event with what it says; behind # a place in it, as a JSON Pointer such as /data/x.
            """, "mimeType": "application/json",
        ],
        [
            "uriTemplate": "annals://stream/{category}/{id}{?at}", "name": "Document",
            "description": """
            The document of a stream at a moment, now if none is given; behind # a place in it.
            """, "mimeType": "application/json",
        ],
        [
            "uriTemplate": "annals://cycle/{number}", "name": "Cycle",
            "description": "A cycle: when it was opened, and the range of its events.",
            "mimeType": "application/json",
        ],
    ]
}
