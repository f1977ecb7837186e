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
        var tail =
            if let known = try knownTail(of: event.stream) {
                known
            } else {
                try newTail(event.stream, secrets: try secrets())
            }
        tail.document = nil
        var event = event
        try store(&event, nil, &tail, AppendOptions())
    }

    /// Stores an event as the last one of the log: leaf, names, body, row, and what follows from
    /// it.
    ///
    /// - Parameters:
    ///   - event: The event; it lets go of a large body once that is stored.
    ///   - content: What it says; nil if neither stored documents nor the tables of projections are
    ///     to follow it now.
    ///   - tail: The end of its stream before it, and then after it.
    func store(
        _ event: inout SealedEvent, _ content: NewEvent?, _ tail: inout StreamTail,
        _ options: AppendOptions
    ) throws(StoreError) {
        try event.check(follows: state, tail)
        hasChanges = true
        let before = try content == nil ? nil : documentBefore(event, &tail)
        let body = try encode(event, tail)
        event.letGoOfLargeBody()
        try appendLeaf(of: event)
        try EventTable(statements).insert(
            event, try session.names.ids(of: event, stream: tail.id, statements), body)
        tail.append(event, body)
        state.append(event, body)
        assert(state.size == event.position, "the tree grew by one leaf")
        assert(tail.version == event.version && tail.head == event.position)
        var after: JSONObject?
        if let content {
            if let known = tail.document {
                after = before
                content.apply(to: &after)
                tail.document = FoldedDocument(
                    value: after, weight: after == nil ? 0 : max(body.size, known.weight))
            }
            try keepDocument(&tail, content, before, body)
        }
        jobTails[event.stream] = tail.kept
        if let content, let tables = session.tables {
            try tables.apply(
                ProjectedEvent(
                    event, change: content.change, context: content.context, before: before,
                    after: after),
                strict: !options.isLenient)
        }
        try Administration(statements).apply(event)
        try session.bodyWriter.trainIfDue(&state, statements, reader)
    }

    private func documentBefore(
        _ event: SealedEvent, _ tail: inout StreamTail
    ) throws(StoreError) -> JSONObject? {
        if tail.document == nil, session.tables?.needsDocument(for: event.type) == true {
            tail.document = try reader.fold(stream: tail.id, through: tail.version)
        }
        return tail.document?.value
    }

    private func encode(
        _ event: SealedEvent, _ tail: StreamTail
    ) throws(StoreError) -> StoredBody {
        let plain: [UInt8]
        switch event.content {
        case .plain(let body, _):
            plain = body
        case .erased(let size, let digest):
            return StoredBody(size: Int(size), dictionary: -1, base: nil, blob: digest.bytes)
        }
        var base: (position: Int64, bytes: [UInt8])?
        if tail.version > 0, usesBase(bodyBytes: plain.count, chainLength: tail.chain) {
            let bytes =
                tail.isBodyLeftOut ? try reader.bodies.form(at: tail.head) : tail.body
            if let bytes { base = (tail.head, bytes) }
        }
        return try session.bodyWriter.encode(
            plain, event.digest, base: base, dictionary: state.dictionary, reader)
    }

    private func appendLeaf(of event: SealedEvent) throws(StoreError) {
        let leaf = session.leafHasher.leaf(event.leafHeader, bodyDigest: event.digest)
        try TreeTable(statements).insert(state.frontier.append(leaf))
    }
}

extension StreamTail {
    /// Goes on after an event of its stream.
    fileprivate mutating func append(_ event: SealedEvent, _ stored: StoredBody) {
        version = event.version
        head = event.position
        chain = stored.base == nil ? 0 : chain + 1
        isBodyLeftOut = event.body != nil && stored.size > Limits.tailCacheBytesMax
        body = event.body.flatMap {
            isBodyLeftOut || $0.count < Limits.bodyBytesForBaseMin ? nil : stored.packed ?? $0
        }
        bytesSinceDocument = bytesSinceDocument.map { $0 + Int64(stored.blob.count) }
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
