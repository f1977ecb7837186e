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
    /// Whether an event came since it was last written out.
    package var isChanged = true
    /// Whether it was not there before the replay began and was never written out since.
    package var isNew: Bool
}

/// Folds the events of many streams into documents, for whoever wants nothing but how each of them
/// ends.
///
/// Streams do not touch each other, so several of these, each with its share of the streams, may
/// read the same events side by side.
package final class DocumentReplay {
    /// The documents of the streams that had events, by `streams.id`.
    package var documents: [Int64: ReplayedDocument] = [:]
    /// Bytes of the bodies that went into them: a bound for what they take.
    package private(set) var bytes = 0
    /// Position of the last event that was read or passed over.
    package private(set) var position: Int64
    private let wanted: (EventType) -> Bool
    private let share: Share
    /// Whether events are found by the index over types rather than by looking at all of them.
    private var usesIndex = false

    /// Every stream whose id, divided by the number of shares, leaves this rest.
    package struct Share: Sendable {
        let rest: Int
        let shares: Int

        /// - Parameter rest: From 0.
        package init(_ rest: Int, of shares: Int) {
            self.rest = rest
            self.shares = shares
        }
    }

    /// - Parameters:
    ///   - position: After which events are read.
    ///   - wanted: Which types.
    ///   - share: Which streams.
    package init(
        after position: Int64, share: Share = Share(0, of: 1), wanted: @escaping (EventType) -> Bool
    ) {
        self.position = position
        self.share = share
        self.wanted = wanted
    }

    /// Forgets the documents; a stream that comes again is folded anew from the log.
    package func forget() {
        documents = [:]
        bytes = 0
    }

    /// Reads events up to a position.
    ///
    /// - Throws: `corrupt` if there is no event at that position, or one cannot be read.
    package func read(_ reader: LogReader, through end: Int64) throws(StoreError) {
        guard position < end else { return }
        try reader.mustHaveEvent(at: end)
        let (rows, isAll) = try statement(reader, through: end)
        defer { rows.reset() }
        let start = position
        var count: Int64 = 0
        while try rows.step() {
            try take(try StoredBodyRow(rows, from: 1), type: rows.int64(0), reader)
            count += 1
        }
        position = end
        // Above some share of the events, going through all of them is faster.
        let found = count * Int64(share.shares)
        usesIndex = !isAll && found * Self.indexShare < end - start
    }

    private static let indexShare: Int64 = 8

    private func take(
        _ row: StoredBodyRow, type id: Int64, _ reader: LogReader
    ) throws(StoreError) {
        let type = try reader.names.type(id)
        let content = try reader.bodies.body(row).map { body throws(StoreError) in
            try parseBody(body, position: row.position)
        }
        if documents[row.stream] == nil {
            // What ends now need not be known.
            let isKnown = row.version == 1 || content?.change.deleted == true
            documents[row.stream] = ReplayedDocument(
                stream: try reader.names.stream(row.stream), type: type,
                value: isKnown
                    ? nil : try reader.fold(stream: row.stream, through: row.version - 1).value,
                isNew: row.version == 1)
        }
        if let content { documents[row.stream]?.take(content, type) }
        bytes += Int(row.size) + 64
    }

    /// The events up to a position, and whether all types are wanted.
    private func statement(
        _ reader: LogReader, through end: Int64
    ) throws(StoreError) -> (Statement, Bool) {
        let types = try reader.statements.statement("SELECT id, name FROM event_types")
        var ids: [Int64] = []
        var isAll = true
        try types.forEachRow { row throws(StoreError) in
            if wanted(try EventType(row.text(1))) {
                ids.append(row.int64(0))
            } else {
                isAll = false
            }
        }
        // The plus keeps SQLite from the index.
        let ofTypes =
            isAll ? "" : " AND \(usesIndex ? "" : "+")type IN (SELECT value FROM json_each(?3))"
        let ofShare = share.shares == 1 ? "" : " AND +stream % ?4 = ?5"
        let rows = try reader.statements.statement(
            """
            SELECT type, \(StoredBodyRow.columns) FROM events
            WHERE position > ?1 AND position <= ?2\(ofTypes)\(ofShare) ORDER BY position
            """)
        rows.bind(1, position)
        rows.bind(2, end)
        if !isAll { rows.bind(3, ResolvedQuery.json(ids.sorted())) }
        if share.shares > 1 {
            rows.bind(4, Int64(share.shares))
            rows.bind(5, Int64(share.rest))
        }
        return (rows, isAll)
    }
}

extension ReplayedDocument {
    fileprivate mutating func take(_ content: BodyContent, _ type: EventType) {
        content.apply(to: &value)
        self.type = type
        isChanged = true
    }
}
