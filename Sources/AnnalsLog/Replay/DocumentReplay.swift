import AnnalsCodec
import AnnalsIntegrity
package import AnnalsModel

/// A stream's document as far as a replay got.
package struct ReplayedDocument: Sendable {
    /// `streams.id` of the stream.
    package let id: Int64
    /// The stream.
    package let stream: StreamName
    /// `event_types.id` of the type of the last event.
    package fileprivate(set) var typeID: Int64
    /// The document.
    package fileprivate(set) var value: Value
    /// Whether an event came since it was last written out.
    package fileprivate(set) var isChanged = true
    /// Whether it was not there before the replay began and was never written out since.
    package fileprivate(set) var isNew: Bool
}

/// Folds the events of many streams into documents, for whoever wants nothing but how each of them
/// ends.
///
/// Streams do not touch each other, so several of these, each with its share of the streams, may
/// read the same events side by side.
package final class DocumentReplay {
    /// The documents of the streams that had events, in the order of the first of these.
    package private(set) var documents: [ReplayedDocument] = []
    /// About how many bytes they take.
    package private(set) var bytes = 0
    /// Position of the last event that was read or passed over.
    package private(set) var position: Int64
    /// Where in `documents` each stream is, by `streams.id`.
    private var places: [Int64: Int] = [:]
    /// For each document the last epoch of its stream, which nearly all events are of.
    private var epochs: [EpochSecret?] = []
    private var types: [Int64: EventType] = [:]
    private var folder = DocumentFolder()
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
        documents = []
        epochs = []
        places = [:]
        bytes = 0
    }

    /// Type of the last event of a document's stream.
    ///
    /// - Throws: `corrupt` for a document of another replay.
    package func type(of document: ReplayedDocument) throws(StoreError) -> EventType {
        guard let type = types[document.typeID] else {
            throw StoreError(.corrupt, "the type of an event that was read is not known")
        }
        return type
    }

    /// Notes that a document was written out.
    package func noteWritten(at place: Int) {
        documents[place].isChanged = false
        documents[place].isNew = false
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
        try EventTable(reader.statements).forEachBody(after: start, through: end, filter) {
            row throws(StoreError) in
            count += 1
            if !salted.contains(row.position), try takeText(row, &opener, reader) { return }
            try take(row, reader)
        }
        position = end
        // Above some share of the events, going through all of them is faster.
        let found = count * Int64(share.shares)
        usesIndex = filter.types != nil && found * Self.indexShare < end - start
    }

    private static let indexShare: Int64 = 8
    /// Bytes that a document takes beside its text: names, and its places here.
    private static let entryBytes = 256

    // MARK: Events

    /// Takes in an event whose body needs no other and is merged as it lies there.
    ///
    /// - Returns: False if it must go the long way; then no document was changed.
    private func takeText(
        _ row: BodyRow, _ opener: inout BodyOpener, _ reader: LogReader
    ) throws(StoreError) -> Bool {
        let (position, stream, version) = (row.position, row.stream, row.version)
        let (size, dictionary) = (row.size, row.dictionary)
        // A larger body may be what the stream's next one goes on from, and is kept then.
        guard row.isPossible, row.base == nil, dictionary != -1,
            version == 1 || size < Limits.bodyBytesForBaseMin
        else { return false }
        let place: Int
        if let known = places[stream] {
            // A tree would take it the long way after all.
            if case .tree = documents[known].value { return false }
            place = known
        } else {
            guard version == 1 else { return false }
            place = try add(stream, row.type, .absent, isNew: true, reader)
        }
        // Whatever was erased since does not match its check bytes, and goes the long way.
        guard let epoch = epochs[place], epoch.fromVersion <= version else { return false }
        let salt = Salt(secret: epoch.secret, position: position)
        let before = documents[place].value.textBytes
        let isTaken = row.withBody { blob in
            opener.open(blob, size: size, dictionary: dictionary, salt: salt) { body, _ in
                folder.foldText(body, into: &documents[place].value)
            }
        }
        guard isTaken == true else { return false }
        bytes += documents[place].value.textBytes - before
        try note(row.type, place, reader)
        return true
    }

    private func take(_ row: BodyRow, _ reader: LogReader) throws(StoreError) {
        let (stored, type) = (try row.stored(), row.type)
        let body = try reader.bodies.body(stored)
        let place = try place(of: stored, type, body, reader)
        guard let body else { return }
        let before = documents[place].value.textBytes
        try folder.fold(body, position: stored.position, into: &documents[place].value)
        if case .tree = documents[place].value {
            bytes += body.count
        } else {
            bytes += documents[place].value.textBytes - before
        }
        try note(type, place, reader)
    }

    /// Notes that an event of a type changed a document.
    private func note(_ type: Int64, _ place: Int, _ reader: LogReader) throws(StoreError) {
        documents[place].isChanged = true
        guard documents[place].typeID != type else { return }
        if types[type] == nil { types[type] = try reader.names.type(type) }
        documents[place].typeID = type
    }

    /// Where the document of an event's stream is, which is brought here if it is not.
    private func place(
        of row: StoredBodyRow, _ type: Int64, _ body: [UInt8]?, _ reader: LogReader
    ) throws(StoreError) -> Int {
        if let known = places[row.stream] { return known }
        var value = ReplayedDocument.Value.absent
        if row.version > 1 {
            // What ends now need not be known.
            let isEnd = try body.map { body throws(StoreError) in
                try parseBody(body, position: row.position).change.deleted
            }
            if isEnd != true {
                value = try reader.replayed(
                    stream: row.stream, through: row.version - 1, &folder)
            }
        }
        return try add(row.stream, type, value, isNew: row.version == 1, reader)
    }

    private func add(
        _ stream: Int64, _ type: Int64, _ value: ReplayedDocument.Value, isNew: Bool,
        _ reader: LogReader
    ) throws(StoreError) -> Int {
        if types[type] == nil { types[type] = try reader.names.type(type) }
        // Each stream is asked for once.
        let known = try StreamTable(reader.statements).name(of: stream)
        let name = if let known { known } else { try reader.names.stream(stream) }
        epochs.append(try SecretTable(reader.statements).lastEpoch(ofStream: stream))
        documents.append(
            ReplayedDocument(
                id: stream, stream: name, typeID: type, value: value, isNew: isNew))
        places[stream] = documents.count - 1
        bytes += Self.entryBytes + value.textBytes
        return documents.count - 1
    }
}
