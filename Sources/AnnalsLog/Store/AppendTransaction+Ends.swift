import AnnalsIntegrity
import AnnalsModel

// The ends of streams: what the writer has at hand, or from the file.

extension AppendTransaction {
    /// The end of a stream; version 0 with a fresh id and secret if there is none.
    func end(of name: StreamName) throws(StoreError) -> StreamEnd {
        if let known = try knownEnd(of: name) { return known }
        return newEnd(name, secrets: [EpochSecret(fromVersion: 1, secret: StreamSecret.random())])
    }

    /// The end of a stream; nil if there is none of that name.
    func knownEnd(of name: StreamName) throws(StoreError) -> StreamEnd? {
        if let end = session.ends.end(of: name) { return end }
        guard let row = try StreamTable(statements).row(of: name) else { return nil }
        let stored = try reader.storedBody(at: row.head)
        guard stored.stream == row.id, stored.version == row.version else {
            throw StoreError(
                .corrupt,
                "the stream \(name.description.terminalSafe) ends at version \(row.version) and"
                    + " position \(row.head) by the table streams, but the event there is version"
                    + " \(stored.version) of the stream with id \(stored.stream), not"
                    + " \(row.id): restore the store from a backup", position: row.head)
        }
        var body = StreamEnd.LastBody(position: row.head)
        if !stored.isErased, stored.size >= Limits.bodyBytesForBaseMin {
            body.bytes = try reader.bodies.opened(stored)?.form
            body.chain = try reader.chainLength(stored)
        }
        let end = StreamEnd(
            name: name, id: row.id,
            StreamEnd.Parts(
                place: StreamEnd.Place(
                    version: row.version, head: row.head,
                    secret: try reader.bodies.secret(stream: row.id, version: row.version + 1)),
                body: body, stored: StreamEnd.Stored(version: row.version)))
        session.ends.add(end)
        return end
    }

    /// Makes a stream, whose row is written with its first event.
    ///
    /// - Parameter secrets: Of its epochs.
    func newEnd(_ name: StreamName, secrets: [EpochSecret]) -> StreamEnd {
        state.lastStream += 1
        let end = StreamEnd(new: name, id: state.lastStream, secrets: secrets)
        session.ends.add(end)
        return end
    }
}
