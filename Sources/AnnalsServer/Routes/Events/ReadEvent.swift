import Annals
import AnnalsJSON
import AnnalsModel
import Hummingbird

extension Route {
    /// `GET /v1/events/{position}`.
    static let readEvent = Route(
        .get, "/v1/events/{position}", "readEvent", in: "Events", "One event.", for: .read,
        [Parameters.position.description],
        [
            AnswerDescription(
                .ok, "The event.",
                [
                    (.json, JSONSchema.of(Event.self)),
                    (.cloudEvent, JSONSchema.reference(to: "CloudEvent")),
                ])
        ]
    ) { call in
        let event = try await call.event(at: try call.pathValue(Parameters.position))
        guard call.answerType == .cloudEvent else { return .json(event) }
        let store = try await call.store.identity().id
        return .json(
            .object(CloudEvent(event, of: store).json),
            headers: [.contentType: MediaType.cloudEvent.rawValue])
    }

    /// `GET /v1/events/{position}/trace`.
    static let traceEvent = Route(
        .get, "/v1/events/{position}/trace", "traceEvent", in: "Events",
        "What led to an event, and what followed from it.", for: .read,
        [Parameters.position.description],
        [
            AnswerDescription(
                .ok, "Events with their depth: -1 is the cause, 1 a consequence.",
                [
                    (
                        .json,
                        JSONSchema.object([
                            ("events", JSONSchema.list(of: JSONSchema.of(TracedEvent.self))),
                            ("truncated", ["type": "boolean"]),
                        ])
                    )
                ])
        ]
    ) { call in
        let position = try call.pathValue(Parameters.position)
        _ = try await call.event(at: position)
        let (events, isWhole) = try await call.store.perform { store in
            try store.trace(of: position, limit: 1_000) { call.caller.reaches($0.stream.category) }
        }
        return .json(
            .object([
                "events": .array(events.map { .object($0.json()) }), "truncated": .bool(!isWhole),
            ]))
    }
}

extension Call {
    /// An event that the caller reaches.
    ///
    /// - Throws: `beyondHead` if there is none; for a caller that does not reach all, `notFound`,
    ///   whether there is none or it is another's.
    func event(at position: Int64) async throws -> Event {
        guard !caller.reachesAll else { return try await store.event(at: position) }
        let event = try? await store.event(at: position)
        guard let event, caller.reaches(event.stream.category) else {
            throw StoreError(
                .notFound, "there is no event at position \(position) that this token reaches")
        }
        return event
    }
}

extension Store {
    /// The causes of an event, the event and its consequences, a cause before what followed of it.
    ///
    /// What is not visible ends the way, as if nothing came before or after it.
    ///
    /// - Returns: So many events at most, and whether these are all.
    fileprivate func trace(
        of position: Int64, limit: Int, where isVisible: (Event) -> Bool
    ) throws -> (events: [TracedEvent], isWhole: Bool) {
        let causes = try self.causes(of: position)
        var events: [TracedEvent] = []
        for (index, cause) in causes.reversed().prefix(limit).enumerated() {
            let event = try event(at: cause)
            guard isVisible(event) else { break }
            events.insert(TracedEvent(depth: -1 - index, event: event), at: 0)
        }
        var open: [(position: Int64, depth: Int)] = [(position, 0)]
        while let next = open.popLast() {
            guard events.count < limit else { return (events, false) }
            let event = try event(at: next.position)
            guard isVisible(event) else { continue }
            events.append(TracedEvent(depth: next.depth, event: event))
            for consequence in try consequences(of: next.position).reversed() {
                open.append((consequence, next.depth + 1))
            }
        }
        return (events, causes.count <= limit)
    }
}
