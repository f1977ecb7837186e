import AnnalsLog
import AnnalsModel

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
            return try reader.typed(stream, at: position).state
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
        return try revise(
            stream, expected: circumstances.expected,
            read: { reader throws(StoreError) -> (state: Document?, version: Int64) in
                try reader.typed(stream, at: .max)
            },
            onConflict: onConflict
        ) { before, version in
            let (after, verb) = try edit(before)
            let change = Change.difference(from: before?.document ?? [:], to: after.document)
            let isSame = before != nil && change.isEmpty
            let event =
                isSame
                ? nil
                : try circumstances.event(stream, verb, change, expected: .exactly(version))
            return Revision(event: event) { version, _ in
                isSame
                    ? before ?? after
                    : Document(id: id, document: after.document, version: version)
            }
        }
    }
}

extension LogReader {
    /// A typed document after an event of the log, nil if there is none then, and the version of
    /// its stream.
    func typed<Document: TypedDocument>(
        _ stream: StreamName, at position: Int64
    ) throws(StoreError) -> (state: Document?, version: Int64) {
        guard let (id, head) = try end(of: stream) else { return (nil, 0) }
        let version = try version(of: id, at: position, head: head)
        guard let document = try document(of: stream, at: position) else { return (nil, version) }
        return (Document(id: stream.id, document: document, version: version), version)
    }
}
