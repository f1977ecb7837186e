import AnnalsCodec
package import AnnalsModel

/// Reads the log again, first to last, with the document of each event's stream before and after.
///
/// A batch at a time, each in a read transaction of its own. Documents are kept in a bounded
/// cache; one that was forgotten is folded anew from the log when its stream changes again.
package final class EventReplay {
    /// Which types of events are read; nil for all.
    private let wanted: ((EventType) -> Bool)?
    /// Of which types the documents are needed.
    private let needsDocument: (EventType) -> Bool
    private let log: EventLog
    private var documents = GenerationCache<Int64, CachedDocument>(
        weightMax: Limits.replayCacheBytesMax)

    /// A document with its size, which is counted again each time it may have doubled.
    private struct CachedDocument {
        var value: JSONObject?
        var weight = 0
        var counted = 0

        init(_ folded: FoldedDocument) {
            (value, weight, counted) = (folded.value, folded.weight, folded.weight)
        }

        mutating func become(_ document: JSONObject?, after bytes: Int) {
            value = document
            weight += bytes
            guard weight > 2 * counted else { return }
            counted = 64 + (document?.estimatedBytes ?? 0)
            weight = counted
        }
    }
    /// Position of the last event that was handed out or passed over.
    package internal(set) var position: Int64
    /// Bytes of documents after which a batch ends, for whoever keeps its events.
    package var documentBytesMax = Int.max
    /// Bytes of the documents of the batch.
    private var documentBytes = 0

    /// - Parameters:
    ///   - after: Position after which events are read.
    ///   - wanted: Which types; nil for all, the store's own included.
    ///   - needsDocument: Whether the documents around an event of a type are wanted.
    package init(
        _ log: EventLog, after: Int64 = 0, wanted: ((EventType) -> Bool)? = nil,
        needsDocument: @escaping (EventType) -> Bool
    ) {
        self.log = log
        position = after
        self.wanted = wanted
        self.needsDocument = needsDocument
    }

    /// Hands out the events of the next batch.
    ///
    /// - Parameter through: Position up to which events are read.
    /// - Returns: Whether there is more before that position.
    package func nextBatch(
        through: Int64, _ body: (ProjectedEvent) throws -> Void
    ) throws(StoreError) -> Bool {
        guard position < through else { return false }
        return try log.read { reader in
            try nextBatch(reader, through: through, body)
        }
    }

    /// The same inside a transaction of the caller's.
    package func nextBatch(
        _ reader: LogReader, through: Int64, _ body: (ProjectedEvent) throws -> Void
    ) throws -> Bool {
        let rows = try rows(reader, through: through)
        defer { rows.end() }
        var (count, bytes) = (0, 0)
        documentBytes = 0
        while let row = try rows.next() {
            count += 1
            bytes += Int(row.body.size)
            let event = try projected(row, reader)
            position = row.position
            try body(event)
            if bytes > Limits.cursorBytesMax || documentBytes > documentBytesMax {
                return position < through
            }
        }
        if count < Limits.replayRowsMax {
            position = through
            return false
        }
        return position < through
    }

    /// The events of the next batch, in order.
    private func rows(_ reader: LogReader, through: Int64) throws(StoreError) -> EventRows {
        var query = ResolvedQuery(driver: .log, isReversed: false)
        if let wanted, let types = try reader.names.typeIDs(wanted) { query.read(types: types) }
        // There is no position after the last possible one, and no sum that leads there.
        return try query.rows(
            reader.statements, after: position, before: min(through, .max - 1) + 1,
            limit: Limits.replayRowsMax)
    }

    private func projected(
        _ row: StoredEvent, _ reader: LogReader
    ) throws(StoreError) -> ProjectedEvent {
        let event = try reader.sealed(row)
        let content = try event.parsedBody()
        var (before, after): (JSONObject?, JSONObject?)
        if needsDocument(event.type) {
            var known = try document(before: row, reader)
            before = known.value
            after = before
            content?.apply(to: &after)
            known.become(after, after: event.body?.count ?? 0)
            documents.set(known, for: row.stream, weight: known.weight)
            documentBytes += known.weight
        }
        return ProjectedEvent(
            event, change: content?.change ?? Change(), context: content?.context ?? [:],
            before: before, after: after)
    }

    private func document(
        before row: StoredEvent, _ reader: LogReader
    ) throws(StoreError) -> CachedDocument {
        if row.version == 1 { return CachedDocument(FoldedDocument(value: nil, weight: 0)) }
        if let known = documents.value(for: row.stream, weight: \.weight) { return known }
        return CachedDocument(try reader.fold(stream: row.stream, through: row.version - 1))
    }
}

extension JSONObject {
    /// Bytes that the object takes as JSON, a little more or less.
    fileprivate var estimatedBytes: Int {
        reduce(2) { $0 + $1.key.utf8.count + 4 + $1.value.estimatedBytes }
    }
}

extension JSONValue {
    fileprivate var estimatedBytes: Int {
        switch self {
        case .null, .bool: 4
        case .number(let number): number.literal.utf8.count
        case .string(let text): text.utf8.count + 2
        case .array(let elements): elements.reduce(2) { $0 + $1.estimatedBytes + 1 }
        case .object(let object): object.estimatedBytes
        }
    }
}
