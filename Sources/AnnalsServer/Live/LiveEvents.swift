import Annals
import AnnalsJSON
import AnnalsModel
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// Events as they are appended, as Server-Sent Events (WHATWG HTML, section 9.2).
///
/// The log itself is what a client resumes from: an id names a position of a store, and nothing is
/// kept for anybody who is away, or slow.
struct LiveEvents: Sendable {
    private let core: SharedService
    private let caller: Caller
    private let query: EventQuery
    private let storeID: String
    /// The position after which to begin; nil where what the client has last seen is not of this
    /// log.
    private let start: Int64?

    /// - Parameters:
    ///   - lastID: The id of the last event that the client has, as it was sent, or a position.
    /// - Throws: `invalidArgument` for an id that is none.
    init(
        _ query: EventQuery, after lastID: String?, for caller: Caller, in core: SharedService
    ) async throws {
        guard core.watch.count < core.options.limits.followers else {
            throw StoreError(.busy, "there are as many followers as can be served: try again")
        }
        self.caller = caller
        self.core = core
        self.query = query
        storeID = try await core.store.identity().id.uuidString.lowercased()
        start = try await Self.start(lastID, query, storeID, core)
    }

    private static func start(
        _ lastID: String?, _ query: EventQuery, _ storeID: String, _ core: SharedService
    ) async throws -> Int64? {
        let head = try await core.store.head()
        guard let lastID, !lastID.isEmpty else { return query.after <= head ? query.after : nil }
        let digits = lastID.split(separator: "-", omittingEmptySubsequences: false).last ?? ""
        guard let position = Int64(digits), position >= 0 else {
            throw StoreError(
                .invalidArgument,
                "\(lastID.quotedForMessage) is no id of an event here: send the last one that came")
        }
        let store = lastID.dropLast(digits.count + 1)
        let isOurs = store.isEmpty || store == storeID
        return isOurs && position <= head ? position : nil
    }

    /// The answer, which ends when the client or the server does.
    var response: Response {
        var headers: HTTPFields = [
            .contentType: MediaType.events.rawValue, .cacheControl: "no-store",
        ]
        // So that a proxy hands on every event at once.
        headers.set("X-Accel-Buffering", "no")
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody { writer in
                try await write(to: &writer)
                try await writer.finish(nil)
            })
    }

    @concurrent private func write(to writer: inout any ResponseBodyWriter) async throws {
        let signals = core.watch.signals()
        var query = query
        if let start {
            query.after = start
        } else {
            query.after = try await core.store.head()
            try await writer.write(reset(at: query.after))
        }
        try await writeNew(&query, through: try await core.store.head(), to: &writer)
        try await writer.write(
            frame("caught-up", at: nil, ["head": .number(JSONNumber(query.after))]))
        var beat: Int?
        for await signal in signals {
            // A token that is revoked ends what it began, too.
            guard await core.access.isStill(caller) else { return }
            if signal.head > query.after {
                try await writeNew(&query, through: signal.head, to: &writer)
            } else if signal.head < query.after {
                // A signal may be older than what was read since. If the store itself ends earlier,
                // it was put back.
                let head = try await core.store.head()
                if head < query.after {
                    core.frames.forget()
                    query.after = head
                    try await writer.write(reset(at: head))
                }
            }
            if let beat, signal.beat != beat {
                try await writer.write(ByteBuffer(string: ": hb\n\n"))
            }
            beat = signal.beat
        }
    }

    /// Writes the events after the query's position up to another, and moves it there.
    @concurrent private func writeNew(
        _ query: inout EventQuery, through head: Int64, to writer: inout any ResponseBodyWriter
    ) async throws {
        if query.after < head, let bytes = await heldBytes(query, through: head) {
            if bytes.readableBytes > 0 { try await writer.write(bytes) }
            query.after = head
        }
        while query.after < head {
            query.through = head
            let wanted = query
            let page = try await core.store.perform { store in
                try store.events(wanted).nextPage()
            }
            guard let last = page.last else { break }
            var bytes = ByteBuffer()
            for event in caller.reached(page) {
                bytes.writeImmutableBuffer(frame(nil, at: event.position, event.json()))
            }
            if bytes.readableBytes > 0 { try await writer.write(bytes) }
            query.after = last.position
        }
        query.after = max(query.after, head)
    }

    /// What is written of a range where the last events are held for all who follow; nil where they
    /// are not, or where events have to be looked into.
    private func heldBytes(
        _ query: EventQuery, through head: Int64
    ) async -> ByteBuffer? {
        guard !query.looksIntoEvents else { return nil }
        if query.wantsAll, caller.reachesAll {
            return await core.frames.joined(after: query.after, through: head)
        }
        guard let frames = await core.frames.frames(after: query.after, through: head) else {
            return nil
        }
        var bytes = ByteBuffer()
        for frame in frames
        where query.admits(frame.event) && caller.reaches(frame.event.stream.category) {
            bytes.writeImmutableBuffer(frame.bytes)
        }
        return bytes
    }

    private func reset(at head: Int64) -> ByteBuffer {
        frame(
            "reset", at: head, ["head": .number(JSONNumber(head)), "store": .string(storeID)])
    }

    private func frame(_ name: String?, at position: Int64?, _ data: JSONObject) -> ByteBuffer {
        Self.frame(name, id: position.map { "\(storeID)-\($0)" }, data)
    }

    /// One event of Server-Sent Events.
    static func frame(_ name: String?, id: String?, _ data: JSONObject) -> ByteBuffer {
        var bytes: [UInt8] = []
        if let id { bytes += Array("id: \(id)\n".utf8) }
        if let name { bytes += Array("event: \(name)\n".utf8) }
        bytes += Array("data: ".utf8)
        data.write(to: &bytes)
        bytes += Array("\n\n".utf8)
        return ByteBuffer(bytes: bytes)
    }
}
