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
        var filter = EventTable.BodyFilter(
            types: try reader.names.typeIDs(wanted), usesIndex: usesIndex)
        if share.shares > 1 { filter.share = (Int64(share.rest), Int64(share.shares)) }
        let start = position
        var count: Int64 = 0
        try EventTable(reader.statements).forEachBody(after: start, through: end, filter) {
            type, row throws(StoreError) in
            try take(row, type: type, reader)
            count += 1
        }
        position = end
        // Above some share of the events, going through all of them is faster.
        let found = count * Int64(share.shares)
        usesIndex = filter.types != nil && found * Self.indexShare < end - start
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
}

extension ReplayedDocument {
    fileprivate mutating func take(_ content: BodyContent, _ type: EventType) {
        content.apply(to: &value)
        self.type = type
        isChanged = true
    }
}
