import AnnalsCodec
package import AnnalsModel

/// A stream's document as far as a replay got.
package struct ReplayedDocument: Sendable {
    /// The stream.
    package let stream: StreamName
    /// Type of the last event.
    package fileprivate(set) var type: EventType
    /// The document; nil if there is none.
    package fileprivate(set) var value: JSONObject?
    /// Whether an event came since it was last written out; the owner takes it back.
    package var isChanged = true
}

/// The documents of a replay that wants nothing but how each of them ends.
package struct ReplayedDocuments: Sendable {
    /// By `streams.id`.
    package var byStream: [Int64: ReplayedDocument] = [:]
    /// Bytes of the bodies that went into them: a bound for what they take.
    package var bytes = 0

    /// Starts empty; a stream that comes again is folded anew from the log.
    package init() {}
}

extension EventReplay {
    /// Folds the events of the next batch into documents, each changed in place.
    ///
    /// - Parameter through: Position up to which events are read.
    /// - Returns: Whether there is more before that position.
    package func foldBatch(
        _ reader: LogReader, through: Int64, into documents: inout ReplayedDocuments
    ) throws(StoreError) -> Bool {
        guard position < through else { return false }
        let rows = try statement(reader, through: through)
        defer { rows.reset() }
        var (count, bytes) = (0, 0)
        while try rows.step() {
            let row = StoredBodyRow(events: rows)
            let type = try reader.names.type(rows.int64(3))
            if documents.byStream[row.stream] == nil {
                documents.byStream[row.stream] = ReplayedDocument(
                    stream: try reader.names.stream(row.stream), type: type,
                    value: row.version == 1
                        ? nil : try reader.fold(stream: row.stream, through: row.version - 1).value)
            }
            if let body = try reader.bodies.body(row) {
                let change = try parseBody(body, position: row.position).change
                documents.byStream[row.stream]?.take(change, type)
            }
            position = row.position
            count += 1
            bytes += Int(row.size)
            documents.bytes += Int(row.size) + 64
            if bytes > Limits.cursorBytesMax { return position < through }
        }
        if count < Limits.replayRowsMax { position = through }
        return position < through
    }
}

extension ReplayedDocument {
    fileprivate mutating func take(_ change: Change, _ type: EventType) {
        change.apply(to: &value)
        self.type = type
        isChanged = true
    }
}
