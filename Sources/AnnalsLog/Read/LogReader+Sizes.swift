package import AnnalsModel

// How much there is to read, before anything of it is.

extension LogReader {
    /// A stored event with its names and without its content.
    package func header(_ row: StoredEvent) throws(StoreError) -> Event {
        Event(
            position: row.position, stream: try names.stream(row.stream), version: row.version,
            type: try names.type(row.type), actor: try names.actor(row.actor), cycle: row.cycle,
            recordedAt: Timestamp(microseconds: row.recordedAt),
            occurredAt: row.occurredAt.map { Timestamp(microseconds: $0) },
            correlation: try row.correlation.map { id throws(StoreError) in
                try names.correlation(id)
            },
            causation: row.causation, id: row.id, isErased: row.body.isErased)
    }

    /// The event at a position, without its content where that is larger than asked for.
    ///
    /// - Returns: The event, and the bytes of the content that was left out; nil if it is there.
    /// - Throws: `beyondHead` if there is none.
    package func event(
        at position: Int64, bodyBytesMax: Int64
    ) throws(StoreError) -> (event: Event, leftOut: Int64?) {
        let row = try EventTable(statements).row(at: position, bodyBytesMax: bodyBytesMax)
        guard let row, row.body.size > bodyBytesMax else {
            return (try event(at: position), nil)
        }
        return (try header(row), row.body.size)
    }

    /// Bytes of the bodies that a stream's document is made of at a position, and of the stored
    /// document that they go on from: it is not larger than both.
    package func documentBytes(
        of stream: StreamName, at position: Int64
    ) throws(StoreError) -> Int64 {
        guard let end = try end(of: stream) else { return 0 }
        let version = try version(of: end.id, at: position, head: end.version)
        let fold = try DocumentTable(statements).size(stream: end.id, through: version)
        let events = try EventTable(statements).bytes(
            ofStream: end.id, from: fold?.version ?? 1, through: version)
        let (sum, isTooMuch) = events.addingReportingOverflow(fold?.bytes ?? 0)
        return isTooMuch ? .max : sum
    }

    /// Bytes of the largest body between two positions; 0 where there is none.
    ///
    /// - Parameter stream: Only of this stream; nil for all.
    package func largestBody(
        of stream: StreamName?, after first: Int64, through last: Int64
    ) throws(StoreError) -> Int64 {
        let id = try stream.map { name throws(StoreError) in try end(of: name)?.id ?? -1 }
        return try EventTable(statements).largestBody(
            ofStream: id, after: first, through: last)
    }
}
