import Annals
import AnnalsJSON
import AnnalsModel
import HTTPTypes
import Hummingbird

extension Route {
    /// `GET /v1/events`.
    static let listEvents = Route(
        .get, "/v1/events", "listEvents", in: "Events",
        "The log: a page of it, all as lines, or as it grows (`text/event-stream`).", for: .read,
        Parameters.ofEvents + [
            Parameters.limit.description, Parameters.order.description,
            Parameters.lastEventID.description,
        ],
        [
            AnswerDescription(
                .ok, "Events.",
                [
                    (.json, EventSchemas.page("events", of: JSONSchema.of(Event.self))),
                    (.lines, JSONSchema.of(Event.self)), (.events, ["type": "string"]),
                    (.cloudEvents, JSONSchema.list(of: JSONSchema.reference(to: "CloudEvent"))),
                    (.cloudEvent, JSONSchema.list(of: JSONSchema.reference(to: "CloudEvent"))),
                ],
                headers: [("Link", "The next page (`rel=\"next\"`), where there is one.")])
        ]
    ) { call in
        try await ListedEvents.response(to: call, try await call.inRange(try call.eventQuery()))
    }

    /// `GET /v1/streams/{category}/{id}/events`.
    static let listStreamEvents = Route(
        .get, "/v1/streams/{category}/{id}/events", "listStreamEvents", in: "Streams",
        "The history of one stream: a page of it, or all as lines.", for: .read,
        [
            Parameters.category.description, Parameters.id.description,
            Parameters.after.description, Parameters.before.description,
            Parameters.limit.description, Parameters.order.description,
        ],
        [
            AnswerDescription(
                .ok, "Events.",
                [
                    (.json, EventSchemas.page("events", of: JSONSchema.of(Event.self))),
                    (.lines, JSONSchema.of(Event.self)),
                ],
                headers: [("Link", "The next page (`rel=\"next\"`), where there is one.")])
        ]
    ) { call in
        let stream = try call.stream()
        let known = try await call.store.perform { store in
            try store.storedDocument(stream, at: .head).version > 0
        }
        guard known else { throw call.store.unknown(stream) }
        let query = EventQuery(
            stream: stream, after: try call.value(Parameters.after) ?? 0,
            through: try call.value(Parameters.before).map { $0 - 1 }, includesAdministration: true)
        return try await ListedEvents.response(to: call, query)
    }
}

/// Lists of events, in each of their forms.
enum ListedEvents {
    /// How many a page has, unless it is said.
    private static let pageEvents: Int64 = 100

    /// The answer in the form that was asked for.
    static func response(to call: Call, _ given: EventQuery) async throws -> Response {
        var query = given
        query.isReversed = try call.value(Parameters.order) ?? false
        let limit = try call.value(Parameters.limit)
        switch call.answerType {
        case .events:
            guard !query.isReversed, query.through == nil, limit == nil else {
                throw StoreError(
                    .invalidArgument,
                    "live events have no end and no other order: leave order, before, limit and"
                        + " the end of the range out")
            }
            return try await LiveEvents(
                query, after: try call.value(Parameters.lastEventID), for: call.caller,
                in: call.core
            ).response
        case .lines:
            return .lines(EventLines(query, limit: limit, of: call))
        default:
            return try await page(of: query, Int(limit ?? pageEvents), call)
        }
    }

    private static func page(
        of query: EventQuery, _ limit: Int, _ call: Call
    ) async throws -> Response {
        let caller = call.caller
        let first: @Sendable (Store) throws -> (events: [Event], isLast: Bool) = { store in
            try store.firstEvents(of: query, limit, for: caller)
        }
        let (events, isLast) =
            query.looksIntoEvents
            ? try await call.long(first) : try await call.store.perform(first)
        let next = isLast ? nil : events.last?.position
        var headers: HTTPFields = [:]
        if let next {
            let name = query.isReversed ? "before" : "after"
            let link = call.request.head.withQuery(name, String(next))
            headers.set("Link", "<\(link)>; rel=\"next\"")
        }
        if call.answerType == .cloudEvents || call.answerType == .cloudEvent {
            let store = try await call.store.identity().id
            // Several are a batch, also for one who asks for the form of one.
            headers[.contentType] = MediaType.cloudEvents.rawValue
            let list = events.map { JSONValue.object(CloudEvent($0, of: store).json) }
            return .json(.array(list), headers: headers)
        }
        return .json(
            .object([
                "events": .array(events.map { .object($0.json()) }),
                "next": next.map { .string(String($0)) } ?? .null,
            ]), headers: headers)
    }
}

/// Events as lines, some at a time, read as fast as somebody takes them, for as long as the caller
/// may read.
struct EventLines: AsyncSequence, Sendable {
    private let query: EventQuery
    private let limit: Int64?
    private let call: Call

    init(_ query: EventQuery, limit: Int64?, of call: Call) {
        self.query = query
        self.limit = limit
        self.call = call
    }

    struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate let listing: Listing<Event>
        fileprivate let isLong: Bool
        fileprivate let call: Call
        fileprivate var left: Int64

        mutating func next() async throws -> [UInt8]? {
            guard left > 0 else { return nil }
            try await call.demandStillAllowed()
            let read: @Sendable (Store) throws -> [Event] = { [listing] _ in
                try listing.nextPage()
            }
            let page = isLong ? try await call.long(read) : try await call.store.perform(read)
            guard !page.isEmpty else { return nil }
            let taken = call.caller.reached(page).prefix(Int(clamping: left))
            left -= Int64(taken.count)
            return taken.map { $0.json() }.lines
        }
    }

    func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(
            listing: call.store.events(query), isLong: query.looksIntoEvents, call: call,
            left: limit ?? .max)
    }
}

extension Store {
    /// The first events of a query that a caller reaches, and whether there are no more.
    fileprivate func firstEvents(
        of query: EventQuery, _ limit: Int, for caller: Caller
    ) throws(StoreError) -> (events: [Event], isLast: Bool) {
        let listing = events(query)
        var events: [Event] = []
        while events.count <= limit, case let page = try listing.nextPage(), !page.isEmpty {
            events += caller.reached(page)
        }
        return (Array(events.prefix(limit)), events.count <= limit)
    }
}

extension HTTPRequest {
    /// The request's path with one member of the query set.
    fileprivate func withQuery(_ name: String, _ value: String) -> String {
        let halves = (path ?? "/").split(
            separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let members = (halves.count < 2 ? "" : halves[1]).split(separator: "&")
        let others = members.filter { !$0.hasPrefix("\(name)=") }
        return halves[0] + "?" + (others + ["\(name)=\(value)"]).joined(separator: "&")
    }
}
