import AnnalsCodec
import AnnalsIntegrity
import AnnalsModel
import Foundation

extension AppendTransaction {
    /// Writes one checked event: names, body, leaf, row, tables.
    func write(
        _ event: NewEvent, causation: Int64?, _ options: AppendOptions
    ) throws(StoreError) -> Receipt {
        var tail = try self.tail(of: event.stream)
        try check(event.expected, event.stream, tail.version)
        hasChanges = true
        let position = state.size + 1
        let version = tail.version + 1
        let now = Timestamp.now.microseconds
        let recordedAt = max(now, state.recordedAt ?? now)
        let before = try documentBefore(event, &tail)
        let body = encodeBody(
            change: event.change, reason: event.reason, context: event.context)
        guard body.count <= Limits.bodyBytesMax else {
            throw StoreError(
                .tooLarge,
                "the event for \(event.stream.description.terminalSafe) has \(body.count) bytes:"
                    + " at most \(Limits.bodyBytesMax) are stored in one event")
        }
        let salt = Salt(secret: tail.secret, position: position)
        let digest = bodyDigest(salt: salt, body: body)
        let row = try encode(body, digest, tail)
        try appendLeaf(event, position, version, recordedAt, causation, digest)
        try insert(event, position, version, recordedAt, causation, tail, row)
        tail.version = version
        tail.head = position
        tail.chain = row.base == nil ? 0 : tail.chain + 1
        tail.body = body.count >= Limits.bodyBytesForBaseMin ? body : nil
        tail.bytesSinceDocument = tail.bytesSinceDocument.map { $0 + Int64(row.blob.count) }
        state.recordedAt = recordedAt
        state.bodyBytes += Int64(row.size)
        state.storedBytes += Int64(row.blob.count)
        var after: JSONObject?
        if let known = tail.document {
            after = before
            event.apply(to: &after)
            tail.document = FoldedDocument(
                value: after, weight: after == nil ? 0 : max(body.count, known.weight))
        }
        try keepDocument(&tail)
        job.tails[event.stream] = tail
        try applyTables(event, position, version, recordedAt, before, after, options)
        try session.bodyWriter.trainIfDue(&state, statements, reader)
        return Receipt(
            position: position, version: version, cycle: state.cycle,
            recordedAt: Timestamp(microseconds: recordedAt), wasKnown: false, isErased: false)
    }

    private func check(
        _ expected: ExpectedVersion, _ stream: StreamName, _ version: Int64
    ) throws(StoreError) {
        let fits =
            switch expected {
            case .any: true
            case .none: version == 0
            case .exists: version > 0
            case .exactly(let number): version == number
            }
        guard !fits else { return }
        throw StoreError(
            .versionConflict,
            "the stream \(stream.description.terminalSafe) is at version \(version), not at the"
                + " expected \(expected): read it again and decide anew")
    }

    private func documentBefore(
        _ event: NewEvent, _ tail: inout StreamTail
    ) throws(StoreError) -> JSONObject? {
        if tail.document == nil, session.tables?.needsDocument(for: event.type) == true {
            tail.document = try reader.fold(stream: tail.id, through: tail.version)
        }
        return tail.document?.value
    }

    private func encode(
        _ body: [UInt8], _ digest: Digest, _ tail: StreamTail
    ) throws(StoreError) -> StoredBody {
        var base: (position: Int64, bytes: [UInt8])?
        if tail.version > 0, usesBase(bodyBytes: body.count, chainLength: tail.chain) {
            if let bytes = tail.body {
                base = (tail.head, bytes)
            }
        }
        return try session.bodyWriter.encode(
            body, digest, base: base, dictionary: state.dictionary, reader)
    }

    private func appendLeaf(
        _ event: NewEvent, _ position: Int64, _ version: Int64, _ recordedAt: Int64,
        _ causation: Int64?, _ digest: Digest
    ) throws(StoreError) {
        let header = LeafHeader(
            position: position, stream: event.stream.description, version: version,
            type: event.type.name, actor: event.actor.name, kind: event.actor.kind.rawValue,
            cycle: state.cycle, recordedAt: recordedAt,
            occurredAt: event.occurredAt?.microseconds, correlation: event.correlation,
            causation: causation, id: event.id?.bytes)
        let leaf = session.leafHasher.leaf(header, bodyDigest: digest)
        let rows = state.frontier.append(leaf)
        guard !rows.isEmpty else { return }
        let insert = try statements.statement("INSERT INTO tree (level, n, hash) VALUES (?, ?, ?)")
        for row in rows {
            insert.bind(1, Int64(row.level))
            insert.bind(2, row.n)
            insert.bind(3, row.hash.bytes)
            try insert.run()
        }
    }

    private func insert(
        _ event: NewEvent, _ position: Int64, _ version: Int64, _ recordedAt: Int64,
        _ causation: Int64?, _ tail: StreamTail, _ body: StoredBody
    ) throws(StoreError) {
        let row = try statements.statement(
            """
            INSERT INTO events (\(StoredEvent.columns))
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        row.bind(1, position)
        row.bind(2, tail.id)
        row.bind(3, version)
        row.bind(4, try typeID(event.type))
        row.bind(5, try actorID(event.actor))
        row.bind(6, state.cycle)
        row.bind(7, recordedAt)
        row.bind(8, event.occurredAt?.microseconds)
        row.bind(
            9, try event.correlation.map { name throws(StoreError) in try correlationID(name) })
        row.bind(10, causation)
        row.bind(11, event.id?.bytes)
        row.bind(12, Int64(body.size))
        row.bind(13, body.dictionary)
        row.bind(14, body.base)
        row.bind(15, body.blob)
        try row.run()
    }

    private func applyTables(
        _ event: NewEvent, _ position: Int64, _ version: Int64, _ recordedAt: Int64,
        _ before: JSONObject?, _ after: JSONObject?, _ options: AppendOptions
    ) throws(StoreError) {
        guard let tables = session.tables else { return }
        let projected = ProjectedEvent(
            position: position, stream: event.stream, version: version, type: event.type,
            actor: event.actor, cycle: state.cycle,
            recordedAt: Timestamp(microseconds: recordedAt), change: event.change,
            context: event.context, before: before, after: after)
        try tables.apply(projected, strict: !options.isLenient)
    }
}
