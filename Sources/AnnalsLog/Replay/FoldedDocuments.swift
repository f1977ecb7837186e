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
    /// Bytes of its text, and whether it is a tree: asking the document takes a reference to it.
    fileprivate var textBytes: Int
    fileprivate var isTree: Bool
    /// Whether an event came since it was last written out.
    package fileprivate(set) var isChanged = true
    /// Whether it was not there before the replay began and was never written out since.
    package fileprivate(set) var isNew: Bool

    fileprivate init(
        id: Int64, stream: StreamName, typeID: Int64, value: Value, isNew: Bool
    ) {
        self.id = id
        self.stream = stream
        self.typeID = typeID
        self.value = value
        self.isNew = isNew
        textBytes = value.textBytes
        isTree = value.isTree
    }

    /// Looks at the document after it was folded.
    ///
    /// - Returns: How many bytes more its text takes.
    fileprivate mutating func noteFolded() -> Int {
        let before = textBytes
        textBytes = value.textBytes
        isTree = value.isTree
        return textBytes - before
    }
}

extension ReplayedDocument.Value {
    fileprivate var isTree: Bool { if case .tree = self { true } else { false } }
}

/// Documents of many streams with what it takes to fold the next event of each.
struct FoldedDocuments {
    /// In the order of the first event that was read of each stream.
    private(set) var documents: [ReplayedDocument] = []
    /// About how many bytes they take.
    private(set) var bytes = 0
    /// The types of their events, by `event_types.id`.
    private(set) var types: [Int64: EventType] = [:]
    /// Where in `documents` each stream is, by `streams.id`.
    private var places: [Int64: Int] = [:]
    /// For each document the last epoch of its stream, which nearly all events are of.
    private var epochs: [EpochSecret?] = []
    /// Bytes that trees were counted with, by their places; texts are counted as long as they are.
    private var treeBytes: [Int: Int] = [:]
    private var folder = DocumentFolder()

    /// Forgets the documents.
    mutating func forget() {
        documents = []
        epochs = []
        places = [:]
        treeBytes = [:]
        bytes = 0
    }

    /// Notes that a document was written out.
    mutating func noteWritten(at place: Int) {
        documents[place].isChanged = false
        documents[place].isNew = false
    }

    /// The documents whose last events are of some types.
    func part(_ wanted: (EventType) -> Bool) -> FoldedDocuments {
        var part = FoldedDocuments()
        part.types = types.filter { wanted($0.value) }
        for (place, document) in documents.enumerated()
        where part.types[document.typeID] != nil {
            let tree = treeBytes[place]
            if let tree { part.treeBytes[part.documents.count] = tree }
            part.places[document.id] = part.documents.count
            part.documents.append(document)
            part.epochs.append(epochs[place])
            part.bytes += Self.entryBytes + document.textBytes + (tree ?? 0)
        }
        return part
    }

    /// Bytes that a document takes beside its text: names, and its places here.
    private static let entryBytes = 256

    // MARK: Events

    /// Takes in an event whose body needs no other and is merged as it lies there.
    ///
    /// - Returns: False if it must go the long way; then no document was changed.
    mutating func takeText(
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
            if documents[known].isTree { return false }
            place = known
        } else {
            guard version == 1 else { return try bring(row, &opener, reader) }
            place = try add(stream, row.type, .absent, isNew: true, reader)
        }
        // Whatever was erased since does not match its check bytes, and goes the long way.
        guard let epoch = epochs[place], epoch.fromVersion <= version else { return false }
        let salt = Salt(secret: epoch.secret, position: position)
        let isTaken = row.withBody { blob in
            opener.open(blob, size: size, dictionary: dictionary, salt: salt) { body, _ in
                folder.foldText(body, into: &documents[place].value)
            }
        }
        guard isTaken == true else { return false }
        bytes += documents[place].noteFolded()
        try note(row.type, place, reader)
        return true
    }

    /// Takes in an event like that of a stream that had others before.
    ///
    /// - Returns: False if it must go the long way; then the document is at most the one before it.
    private mutating func bring(
        _ row: BodyRow, _ opener: inout BodyOpener, _ reader: LogReader
    ) throws(StoreError) -> Bool {
        let (stream, version) = (row.stream, row.version)
        let secrets = SecretTable(reader.statements)
        guard let epoch = try secrets.lastEpoch(ofStream: stream), epoch.fromVersion <= version
        else { return false }
        let salt = Salt(secret: epoch.secret, position: row.position)
        // The opener is wanted for the events before.
        let body = row.withBody { blob in
            opener.open(blob, size: row.size, dictionary: row.dictionary, salt: salt) { body, _ in
                [UInt8](body)
            }
        }
        guard let body, let isEnd = body.withUnsafeBytes({ folder.isEnd($0) }) else {
            return false
        }
        var value = ReplayedDocument.Value.absent
        // What ends now need not be known.
        if !isEnd {
            value = try reader.replayed(
                stream: stream, through: version - 1, epoch, &folder, &opener)
        }
        let place = try add(stream, row.type, value, isNew: false, reader, epoch)
        let isTaken = body.withUnsafeBytes {
            folder.foldText($0, into: &documents[place].value)
        }
        guard isTaken else { return false }
        bytes += documents[place].noteFolded()
        try note(row.type, place, reader)
        return true
    }

    /// Takes in an event whatever its body is.
    mutating func take(_ row: BodyRow, _ reader: LogReader) throws(StoreError) {
        let (stored, type) = (try row.stored(), row.type)
        let body = try reader.bodies.body(stored)
        let place = try place(of: stored, type, body, reader)
        guard let body else { return }
        let before = documents[place].textBytes
        try folder.fold(body, position: stored.position, into: &documents[place].value)
        let more = documents[place].noteFolded()
        if documents[place].isTree {
            // A text that became a tree is counted on.
            bytes += body.count
            treeBytes[place, default: 0] += before + body.count
        } else {
            bytes += more
        }
        try note(type, place, reader)
    }

    /// Notes that an event of a type changed a document.
    private mutating func note(_ type: Int64, _ place: Int, _ reader: LogReader) throws(StoreError)
    {
        documents[place].isChanged = true
        guard documents[place].typeID != type else { return }
        if types[type] == nil { types[type] = try reader.names.type(type) }
        documents[place].typeID = type
    }

    /// Where the document of an event's stream is, which is brought here if it is not.
    private mutating func place(
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
                var opener = BodyOpener(reader.bodies)
                let epoch = try SecretTable(reader.statements).lastEpoch(ofStream: row.stream)
                value = try reader.replayed(
                    stream: row.stream, through: row.version - 1, epoch, &folder, &opener)
            }
        }
        return try add(row.stream, type, value, isNew: row.version == 1, reader)
    }

    private mutating func add(
        _ stream: Int64, _ type: Int64, _ value: ReplayedDocument.Value, isNew: Bool,
        _ reader: LogReader, _ epoch: EpochSecret? = nil
    ) throws(StoreError) -> Int {
        if types[type] == nil { types[type] = try reader.names.type(type) }
        // Each stream is asked for once.
        let known = try StreamTable(reader.statements).name(of: stream)
        let name = if let known { known } else { try reader.names.stream(stream) }
        let secrets = SecretTable(reader.statements)
        let last = if let epoch { epoch } else { try secrets.lastEpoch(ofStream: stream) }
        epochs.append(last)
        documents.append(
            ReplayedDocument(
                id: stream, stream: name, typeID: type, value: value, isNew: isNew))
        places[stream] = documents.count - 1
        bytes += Self.entryBytes + value.textBytes
        return documents.count - 1
    }
}
