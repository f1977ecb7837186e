import AnnalsLog
import AnnalsModel
import Foundation

// How typed documents are read and changed: read with the version, change, append expecting that
// version, and begin again if somebody else came between.

extension Store {
    /// A typed document as it was at a moment; nil if there was none.
    func typed<Document: TypedDocument>(
        _ id: String, at moment: Moment = .head
    ) throws(StoreError) -> Document? {
        let stream = try StreamName(category: Document.category, id: id)
        return try log.read { reader in
            let position = try reader.position(of: moment)
            return try reader.typed(stream, at: position).document
        }
    }

    /// Changes a typed document.
    ///
    /// - Parameters:
    ///   - onConflict: Words the refusal where the stream is not at the version that was expected.
    ///   - edit: Gets the document, nil if there is none, and gives it as it is to be, with the
    ///     verb of the event's type. It is asked again if the document changed meanwhile.
    /// - Returns: The document as it is then. Where nothing is to change, nothing is appended.
    func edit<Document: TypedDocument>(
        _ id: String, _ circumstances: Circumstances,
        onConflict: (Document?, Int64) throws -> StoreError? = { _, _ in nil },
        _ edit: (Document?) throws -> (Document, verb: String)
    ) throws -> Document {
        let stream = try StreamName(category: Document.category, id: id)
        var attempt = 0
        while true {
            let (before, version): (Document?, Int64) = try log.read { reader in
                try reader.typed(stream, at: .max)
            }
            guard circumstances.expected.accepts(version: version) else {
                throw try onConflict(before, version)
                    ?? Self.conflict(stream, at: version, expected: circumstances.expected)
            }
            let (after, verb) = try edit(before)
            let change = Change.difference(from: before?.document ?? [:], to: after.document)
            if let before, change.isEmpty { return before }
            let event = try circumstances.event(
                stream, verb, change, expected: .exactly(version))
            do {
                let receipt = try append(event)
                return Document(id: id, document: after.document, version: receipt.version)
            } catch {
                guard error.code == .versionConflict, attempt < Limits.conflictRetriesMax else {
                    throw error
                }
                attempt += 1
                Self.pause(beforeAttempt: attempt)
            }
        }
    }

    static func conflict(
        _ stream: StreamName, at version: Int64, expected: ExpectedVersion
    ) -> StoreError {
        StoreError(
            .versionConflict,
            "\(stream.description.quotedForMessage) is at version \(version), not at the expected "
                + "\(expected): read it again and decide anew")
    }

    /// Waits for a random time that is longer on average the more often somebody else came first.
    static func pause(beforeAttempt attempt: Int) {
        let longest = min(Limits.conflictPauseSecondsMax, 0.001 * pow(2, Double(min(attempt, 20))))
        Thread.sleep(forTimeInterval: .random(in: 0...longest))
    }
}

extension LogReader {
    /// A typed document after an event of the log, nil if there is none then, and the version of
    /// its stream.
    func typed<Document: TypedDocument>(
        _ stream: StreamName, at position: Int64
    ) throws(StoreError) -> (document: Document?, version: Int64) {
        guard let (id, head) = try end(of: stream) else { return (nil, 0) }
        let version = try version(of: id, at: position, head: head)
        guard let document = try document(of: stream, at: position) else { return (nil, version) }
        return (Document(id: stream.id, document: document, version: version), version)
    }
}
