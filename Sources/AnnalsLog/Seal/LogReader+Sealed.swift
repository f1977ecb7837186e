import AnnalsCodec
package import AnnalsIntegrity
package import AnnalsModel

extension LogReader {
    /// A stored event as it was sealed: with its names, its salt and its plain body.
    ///
    /// - Throws: `corrupt` if it cannot be read, or its body is not the one that was appended.
    package func sealed(_ row: StoredEvent) throws(StoreError) -> SealedEvent {
        let (content, digest) = try content(row)
        return SealedEvent(
            position: row.position, stream: try names.stream(row.stream), version: row.version,
            type: try names.type(row.type), actor: try names.actor(row.actor), cycle: row.cycle,
            recordedAt: Timestamp(microseconds: row.recordedAt),
            occurredAt: row.occurredAt.map { Timestamp(microseconds: $0) },
            correlation: try row.correlation.map { id throws(StoreError) in
                try names.correlation(id)
            },
            causation: row.causation, id: row.id, content: content, digest: digest)
    }

    /// The leaf of an event; nil where it is missing or cannot be read.
    package func leaf(at position: Int64) throws(StoreError) -> Digest? {
        guard let row = try EventTable(statements).row(at: position),
            let event = try? sealed(row)
        else { return nil }
        var hasher = LeafHasher()
        return hasher.leaf(event.leafHeader, bodyDigest: event.digest)
    }

    private func content(
        _ row: StoredEvent
    ) throws(StoreError) -> (SealedEvent.Content, Digest) {
        if let body = try bodies.opened(row.body) {
            return (.plain(body.bytes, body.salt), body.digest)
        }
        guard let digest = Digest(bytes: row.body.blob) else {
            throw StoreError(
                .corrupt,
                "the erased event at position \(row.position) has no digest: restore the"
                    + " store from a backup",
                position: row.position)
        }
        return (.erased(size: row.body.size, digest), digest)
    }
}

extension SealedEvent {
    /// What its body says; nil if it was erased.
    ///
    /// - Throws: `corrupt` with the position.
    func parsedBody() throws(StoreError) -> BodyContent? {
        guard case .plain(let body, _) = content else { return nil }
        return try parseBody(body, position: position)
    }
}

extension Event {
    /// A sealed event with what its body says; nil if that was erased.
    init(_ event: SealedEvent, _ content: BodyContent?) {
        self.init(
            position: event.position, stream: event.stream, version: event.version,
            type: event.type, actor: event.actor, cycle: event.cycle,
            recordedAt: event.recordedAt, occurredAt: event.occurredAt,
            correlation: event.correlation, causation: event.causation, id: event.id,
            change: content?.change ?? Change(), reason: content?.reason,
            context: content?.context ?? [:], isErased: content == nil)
    }
}
