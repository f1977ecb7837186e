import AnnalsCodec
import AnnalsIntegrity
package import AnnalsModel

// The one place where an event becomes rows, wherever it comes from.

extension AppendTransaction {
    /// Stores an event of another store at the same place, where this one has no projection yet and
    /// gets its stored documents by other means.
    ///
    /// - Parameter secrets: The secrets of its stream, asked for its first event; nothing is
    ///   appended to the stream before it has one for its next version.
    /// - Throws: `corrupt` unless it is the next event of the log and of its stream.
    package func store(
        _ event: SealedEvent, secrets: () throws(StoreError) -> [EpochSecret]
    ) throws(StoreError) {
        let end =
            if let known = try knownEnd(of: event.stream) {
                known
            } else {
                newEnd(event.stream, secrets: try secrets())
            }
        session.ends.willChange(end)
        end.stored.document = nil
        (end.place.version, end.place.head) = (event.version, event.position)
        decided = LogEnd(
            size: event.position, recordedAt: event.recordedAt.microseconds, cycle: event.cycle)
        try session.bodyWriter.use(dictionary: state.dictionary, reader)
        try store(
            try session.sealer.seal(event, end, nil, reader))
    }

    /// Stores an event as the last one of the log: leaf, names, body, row, and what follows from
    /// it.
    func store(_ ready: Sealer.Ready) throws(StoreError) {
        let (event, body, end) = (ready.event, ready.body, ready.end)
        try event.check(follows: state, streamVersion: end.stored.version)
        hasChanges = true
        let before = try ready.decided == nil ? nil : documentBefore(event, end)
        try writeRow(of: end)
        try TreeTable(statements).insert(state.frontier.append(ready.leaf))
        try EventTable(statements).insert(
            event, try session.names.ids(of: event, stream: end.id, statements), body)
        end.stored.append(event, body)
        state.append(event, body)
        assert(state.size == event.position, "the tree grew by one leaf")
        if let decided = ready.decided {
            let content = decided.content
            var after: JSONObject?
            if let known = end.stored.document {
                after = before
                content.apply(to: &after)
                end.stored.document = FoldedDocument(
                    value: after, weight: after == nil ? 0 : max(body.size, known.weight))
            }
            try keepDocument(end, ready, before)
            try session.tables?.apply(
                ProjectedEvent(
                    event, change: content.change, context: content.context, before: before,
                    after: after),
                strict: !decided.isLenient)
        }
        end.stored.letGoOfLargeDocument()
        try Administration(statements).apply(event)
        try session.bodyWriter.trainIfDue(&state, statements, reader)
    }

    /// Writes the row and the secrets of a stream that has none yet.
    private func writeRow(of end: StreamEnd) throws(StoreError) {
        guard let secrets = end.stored.newSecrets else { return }
        try StreamTable(statements).insert(end.id, end.name)
        let table = SecretTable(statements)
        for epoch in secrets { try table.insert(epoch, stream: end.id) }
        end.stored.newSecrets = nil
    }

    private func documentBefore(
        _ event: SealedEvent, _ end: StreamEnd
    ) throws(StoreError) -> JSONObject? {
        if end.stored.document == nil,
            session.tables?.needsDocument(for: event.type) == true
        {
            end.stored.document = try reader.fold(
                stream: end.id, through: end.stored.version)
        }
        return end.stored.document?.value
    }
}

extension StreamEnd.Stored {
    /// Goes on after an event of its stream.
    fileprivate mutating func append(_ event: SealedEvent, _ stored: StoredBody) {
        version = event.version
        bytesSinceDocument = bytesSinceDocument.map { $0 + Int64(stored.blob.count) }
    }

    /// Lets go of a document that is too large to be kept at hand.
    fileprivate mutating func letGoOfLargeDocument() {
        if let weight = document?.weight, weight > Limits.tailCacheBytesMax { document = nil }
    }
}

extension WriterState {
    /// Goes on after an event whose leaf is in the tree.
    fileprivate mutating func append(_ event: SealedEvent, _ stored: StoredBody) {
        recordedAt = event.recordedAt.microseconds
        lastDigest = event.digest
        cycle = event.cycle
        bodyBytes += Int64(stored.size)
        storedBytes += Int64(stored.blob.count)
    }
}
