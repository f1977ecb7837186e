import AnnalsIntegrity
import AnnalsModel

// The ends of streams: from this transaction, the writer's cache or the file.

extension AppendTransaction {
    /// The end of a stream; version 0 with a fresh id and secret if there is none.
    func tail(of name: StreamName) throws(StoreError) -> StreamTail {
        if let known = try knownTail(of: name) { return known }
        return try newTail(
            name, secrets: [EpochSecret(fromVersion: 1, secret: StreamSecret.random())])
    }

    /// The end of a stream; nil if there is none of that name.
    func knownTail(of name: StreamName) throws(StoreError) -> StreamTail? {
        if let tail = jobTails[name] ?? groupTails[name] { return tail }
        if let tail = session.tails.value(for: name, weight: \.weight) { return tail }
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
        var chain = 0
        var body: [UInt8]?
        if !stored.isErased, stored.size >= Limits.bodyBytesForBaseMin {
            body = try reader.bodies.opened(stored)?.form
            chain = try reader.chainLength(stored)
        }
        return StreamTail(
            id: row.id, version: row.version, head: row.head,
            secret: try reader.bodies.secret(stream: row.id, version: row.version + 1), body: body,
            chain: chain, document: nil, bytesSinceDocument: nil)
    }

    /// Makes a stream.
    ///
    /// - Parameter secrets: Of its epochs.
    func newTail(
        _ name: StreamName, secrets: [EpochSecret]
    ) throws(StoreError) -> StreamTail {
        state.lastStream += 1
        try StreamTable(statements).insert(state.lastStream, name)
        let table = SecretTable(statements)
        for epoch in secrets { try table.insert(epoch, stream: state.lastStream) }
        return StreamTail(
            id: state.lastStream, version: 0, head: 0,
            secret: secrets.last { $0.fromVersion <= 1 }?.secret, body: nil, chain: 0,
            document: FoldedDocument(value: nil, weight: 0), bytesSinceDocument: 0)
    }
}
