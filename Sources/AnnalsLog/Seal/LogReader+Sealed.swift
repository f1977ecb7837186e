import AnnalsIntegrity
package import AnnalsModel

extension LogReader {
    /// A stored event as it was sealed: with its names, its salt and its plain body.
    ///
    /// - Throws: `corrupt` if it cannot be read, or its body is not the one that was appended.
    package func sealed(_ row: StoredEvent) throws(StoreError) -> SealedEvent {
        SealedEvent(
            position: row.position, stream: try names.stream(row.stream), version: row.version,
            type: try names.type(row.type), actor: try names.actor(row.actor), cycle: row.cycle,
            recordedAt: Timestamp(microseconds: row.recordedAt),
            occurredAt: row.occurredAt.map { Timestamp(microseconds: $0) },
            correlation: try row.correlation.map { id throws(StoreError) in
                try names.correlation(id)
            },
            causation: row.causation, id: row.id, content: try sealedContent(row))
    }

    private func sealedContent(_ row: StoredEvent) throws(StoreError) -> SealedEvent.Content {
        if let body = try bodies.body(row.body) {
            let salt = try bodies.salt(
                stream: row.stream, version: row.version, position: row.position)
            return .plain(body, salt)
        }
        guard let digest = Digest(bytes: row.body.blob) else {
            throw StoreError(
                .corrupt,
                "the erased event at position \(row.position) has no digest: restore the"
                    + " store from a backup",
                position: row.position)
        }
        return .erased(size: row.body.size, digest)
    }
}
