import Annals
import AnnalsJSON
import AnnalsModel
import Hummingbird

extension Route {
    /// `GET /v1/events/{position}`.
    static let readEvent = Route(
        .get, "/v1/events/{position}", "readEvent", in: "Events", "One event.",
        [Parameters.position.description],
        [AnswerDescription(.ok, "The event.", [(.json, JSONSchema.of(Event.self))])]
    ) { call in
        .json(try await call.store.event(at: try call.pathValue(Parameters.position)))
    }

    /// `GET /v1/events/{position}/trace`.
    static let traceEvent = Route(
        .get, "/v1/events/{position}/trace", "traceEvent", in: "Events",
        "What led to an event, and what followed from it.",
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
        let (events, isWhole) = try await call.store.perform { store in
            try store.trace(of: position, limit: 1_000)
        }
        return .json(
            .object([
                "events": .array(events.map { .object($0.json()) }), "truncated": .bool(!isWhole),
            ]))
    }
}

extension Store {
    /// The causes of an event, the event and its consequences, a cause before what followed of it.
    ///
    /// - Returns: So many events at most, and whether these are all.
    fileprivate func trace(
        of position: Int64, limit: Int
    ) throws -> (events: [TracedEvent], isWhole: Bool) {
        let causes = try self.causes(of: position)
        var events: [TracedEvent] = []
        for (index, cause) in causes.suffix(limit).enumerated() {
            let depth = index - min(causes.count, limit)
            events.append(TracedEvent(depth: depth, event: try event(at: cause)))
        }
        var open: [(position: Int64, depth: Int)] = [(position, 0)]
        while let next = open.popLast() {
            guard events.count < limit else { return (events, false) }
            events.append(TracedEvent(depth: next.depth, event: try event(at: next.position)))
            for consequence in try consequences(of: next.position).reversed() {
                open.append((consequence, next.depth + 1))
            }
        }
        return (events, causes.count <= limit)
    }
}
