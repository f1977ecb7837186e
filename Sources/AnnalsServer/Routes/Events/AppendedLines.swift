import Annals
import AnnalsJSON
import AnnalsModel
import HTTPTypes
import Hummingbird
import NIOCore

/// Lines of a request that are appended in batches while they come, each answered by a line.
///
/// A line that cannot be stored takes nothing of the others. What ends the whole, such as a full
/// disk, is the last answer.
struct AppendedLines: Sendable {
    /// A line that is yet to be stored.
    private struct Line: Sendable {
        let number: Int64
        let event: Result<NewEvent, StoreError>
    }

    private let call: Call
    private let actor: Actor

    init(_ call: Call) throws {
        self.call = call
        actor = try call.actor()
        guard try call.value(Parameters.idempotencyKey) == nil else {
            throw StoreError(
                .invalidArgument,
                "Idempotency-Key is the id of one event: give lines their ids in themselves")
        }
    }

    /// The answer, which goes on while the request does.
    var response: Response {
        let headers: HTTPFields = [
            .contentType: MediaType.lines.rawValue, .cacheControl: "no-store",
        ]
        return Response(
            status: .created, headers: headers,
            body: ResponseBody { writer in
                try await load(answeringTo: &writer)
                try await writer.finish(nil)
            })
    }

    @concurrent private func load(answeringTo writer: inout any ResponseBodyWriter) async throws {
        var rest: [UInt8] = []
        var number: Int64 = 0
        for try await buffer in call.request.body {
            // What came before has no end of a line: only what is new is looked through.
            let known = rest.count
            let lastEnd = buffer.readableBytesView.lastIndex(of: UInt8(ascii: "\n"))
                .map { known + $0 - buffer.readableBytesView.startIndex }
            rest.append(contentsOf: buffer.readableBytesView)
            guard rest.count <= call.core.options.limits.bodyBytes else {
                let error = StoreError(
                    .tooLarge, "line \(number + 1) is longer than is taken: send it by itself")
                return try await writer.write(
                    Self.text([LineAnswer(line: number + 1, error: error)]))
            }
            guard let end = lastEnd else { continue }
            let lines = read(rest[...end], &number)
            rest.removeSubrange(...end)
            guard try await store(lines, answeringTo: &writer) else { return }
        }
        if !rest.isEmpty { _ = try await store(read(rest[...], &number), answeringTo: &writer) }
    }

    private func read(_ bytes: ArraySlice<UInt8>, _ number: inout Int64) -> [Line] {
        var lines: [Line] = []
        for text in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .dropLast(bytes.last == UInt8(ascii: "\n") ? 1 : 0)
        {
            number += 1
            guard text.contains(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }) else { continue }
            let event = Result { () throws(StoreError) in
                try text.withUnsafeBufferPointer { line throws(StoreError) in
                    try call.caller.checked(try NewEvent(anyLine: line, defaultActor: actor))
                }
            }
            lines.append(Line(number: number, event: event))
        }
        return lines
    }

    /// Stores lines.
    ///
    /// - Returns: Whether it can go on.
    @concurrent private func store(
        _ lines: [Line], answeringTo writer: inout any ResponseBodyWriter
    ) async throws -> Bool {
        for start in stride(from: 0, to: lines.count, by: Limits.batchEventsDefault) {
            guard await call.core.access.isStill(call.caller) else {
                try await writer.write(Self.text([ended(at: lines[start].number)]))
                return false
            }
            let batch = lines[start..<min(start + Limits.batchEventsDefault, lines.count)]
            let events = batch.compactMap { try? $0.event.get() }
            let results = try await call.store.append(
                each: events, options: call.caller.appendOptions)
            var next = results.makeIterator()
            var answers: [LineAnswer] = []
            var failure: StoreError?
            for line in batch {
                let result: Result<Receipt, StoreError>? =
                    switch line.event {
                    case .success: next.next()
                    case .failure(let error): .failure(error)
                    }
                switch result {
                case .success(let receipt):
                    answers.append(LineAnswer(line: line.number, receipt: receipt))
                case .failure(let error):
                    answers.append(LineAnswer(line: line.number, error: error))
                    if !error.isOfOneEvent { failure = error }
                case nil: break
                }
            }
            try await writer.write(Self.text(answers))
            if failure != nil { return false }
        }
        return true
    }

    /// What is answered to a line that came when the token was none any more.
    private func ended(at line: Int64) -> LineAnswer {
        LineAnswer(
            line: line,
            error: StoreError(
                .notAllowed,
                "the token was revoked, or has ended: this line and those behind it are not"
                    + " stored"))
    }

    private static func text(_ answers: [LineAnswer]) -> ByteBuffer {
        ByteBuffer(bytes: answers.map { $0.json() }.lines)
    }
}
