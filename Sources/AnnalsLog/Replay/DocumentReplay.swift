package import AnnalsModel

/// Folds the events of many streams into documents, for whoever wants nothing but how each of them
/// ends.
///
/// Streams do not touch each other, so several of these, each with its share of the streams, may
/// read the same events side by side.
package final class DocumentReplay {
    /// Position of the last event that was read or passed over.
    package private(set) var position: Int64
    private var folds = FoldedDocuments()
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

    /// The documents of some types of events out of another replay, as if nothing else had been
    /// read there.
    private init(_ other: DocumentReplay, wanted: @escaping (EventType) -> Bool) {
        position = other.position
        share = other.share
        folds = other.folds.part(wanted)
        self.wanted = wanted
    }

    /// A replay that has read what this one has, of fewer types, and goes on by itself.
    ///
    /// - Parameter wanted: Which of the types; of a stream's types all or none.
    package func part(wanted: @escaping (EventType) -> Bool) -> DocumentReplay {
        DocumentReplay(self, wanted: wanted)
    }

    /// The documents of the streams that had events, in the order of the first of these.
    package var documents: [ReplayedDocument] { folds.documents }
    /// About how many bytes they take.
    package var bytes: Int { folds.bytes }

    /// Forgets the documents; a stream that comes again is folded anew from the log.
    package func forget() {
        folds.forget()
    }

    /// Type of the last event of a document's stream.
    ///
    /// - Throws: `corrupt` for a document of another replay.
    package func type(of document: ReplayedDocument) throws(StoreError) -> EventType {
        guard let type = folds.types[document.typeID] else {
            throw StoreError(.corrupt, "the type of an event that was read is not known")
        }
        return type
    }

    /// Notes that a document was written out.
    package func noteWritten(at place: Int) {
        folds.noteWritten(at: place)
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
        let salted = try SecretTable(reader.statements).salted(after: start, through: end)
        var opener = BodyOpener(reader.bodies)
        // On the stack, where whoever changes it is known to be alone: asking that of an object at
        // every step costs a tenth of the time.
        var folds = FoldedDocuments()
        swap(&folds, &self.folds)
        defer { swap(&folds, &self.folds) }
        try EventTable(reader.statements).forEachBody(after: start, through: end, filter) {
            row throws(StoreError) in
            count += 1
            if salted.isEmpty || !salted.contains(row.position),
                try folds.takeText(row, &opener, reader)
            {
                return
            }
            try folds.take(row, reader)
        }
        position = end
        // Above some share of the events, going through all of them is faster.
        let found = count * Int64(share.shares)
        usesIndex = filter.types != nil && found * Self.indexShare < end - start
    }

    private static let indexShare: Int64 = 8
}
