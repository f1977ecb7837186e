import Annals
import AnnalsJSON
import AnnalsModel
import Hummingbird

extension Route {
    /// `GET /v1/streams`.
    static let listStreams = Route(
        .get, "/v1/streams", "listStreams", in: "Streams",
        "Streams in the order of names, and where each stands.", for: .read,
        [Parameters.ofCategory.description, afterStream.description, Parameters.limit.description],
        [
            AnswerDescription(
                .ok, "Streams.",
                [
                    (.json, EventSchemas.page("streams", of: JSONSchema.of(StreamSummary.self))),
                    (.lines, JSONSchema.of(StreamSummary.self)),
                ])
        ]
    ) { call in
        let category = try call.value(Parameters.ofCategory) ?? call.caller.onlyCategory
        if let category { try call.caller.demand(category) }
        let after = try call.value(afterStream)
        let limit = try call.value(Parameters.limit)
        if call.answerType == .lines {
            let streams = call.store.streams(category: category, after: after)
            return .lines(StreamLines(streams.pages, call.caller, left: limit ?? .max))
        }
        let wanted = Int(limit ?? 100)
        let streams = try await call.store.perform { store in
            let listing = store.streams(category: category, after: after)
            var streams: [StreamSummary] = []
            while streams.count <= wanted, case let page = try listing.nextPage(), !page.isEmpty {
                streams += page.filter { call.caller.reaches($0.name.category) }
            }
            return streams
        }
        let page = streams.prefix(wanted)
        let next = streams.count > wanted ? page.last?.name.description : nil
        return .json(
            .object([
                "streams": .array(page.map { .object($0.json()) }),
                "next": next.map { .string($0) } ?? .null,
            ]))
    }

    private static let afterStream = Parameter(
        "after", in: .query, Schemas.stream,
        "Only streams whose names come after this one."
    ) { text throws(StoreError) in try StreamName(text) }
}

/// Streams as lines, some at a time.
private struct StreamLines: AsyncSequence, Sendable {
    private let pages: Listing<StreamSummary>.Pages
    private let caller: Caller
    private let left: Int64

    init(_ pages: Listing<StreamSummary>.Pages, _ caller: Caller, left: Int64) {
        self.pages = pages
        self.caller = caller
        self.left = left
    }

    struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate let pages: Listing<StreamSummary>.Pages.AsyncIterator
        fileprivate let caller: Caller
        fileprivate var left: Int64

        mutating func next() async throws -> [UInt8]? {
            guard left > 0, let page = try await pages.next() else { return nil }
            let reached = page.filter { caller.reaches($0.name.category) }
            let taken = reached.prefix(Int(clamping: left))
            left -= Int64(taken.count)
            return taken.map { $0.json() }.lines
        }
    }

    func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(pages: pages.makeAsyncIterator(), caller: caller, left: left)
    }
}
