import AnnalsCodec
import AnnalsIntegrity
import AnnalsLog
import AnnalsModel

/// Writes the events of one store into another, position by position, compressed anew.
///
/// Bodies keep their salts and so their leaves; dictionaries are trained from what was copied so
/// far, so that nothing from after the end is quoted in them.
final class ForkWriter {
    private let target: StatementCache
    private let encoder = BodyEncoder()
    private var hasher = LeafHasher()
    private var dictionary: BodyDictionary?
    private var trainedAt: Int64 = 0
    private var bodyBytes: Int64 = 0
    private var storedBytes: Int64 = 0
    /// The tree over what was copied so far.
    private(set) var frontier = Frontier()

    /// - Parameter target: Statements of the new store, which has no events yet.
    init(_ target: StatementCache) {
        self.target = target
    }

    /// Copies one event.
    ///
    /// - Throws: `corrupt` if the event does not fit the old store's tree or cannot be read.
    func copy(_ row: StoredEvent, from source: LogReader) throws(StoreError) {
        let body = try source.bodies.body(row.body)
        let digest: Digest
        let stored: StoredBody
        if let body {
            let salt = try source.bodies.salt(
                stream: row.stream, version: row.version, position: row.position)
            digest = bodyDigest(salt: salt, body: body)
            stored = encoder.encode(
                body, check: digest.checkBytes, dictionary: dictionary,
                base: try base(of: row, body, source), highCompression: false)
        } else {
            digest = try Self.erasedDigest(row)
            stored = StoredBody(
                size: Int(row.body.size), dictionary: row.body.dictionary, base: nil,
                blob: row.body.blob)
        }
        try appendLeaf(row, digest, source)
        try insert(row, stored)
        bodyBytes += Int64(stored.size)
        storedBytes += Int64(stored.blob.count)
        try trainIfDue(through: row, source)
    }

    /// Writes the head, once everything is copied.
    func finish() throws(StoreError) {
        let head = try target.statement(
            "UPDATE head SET size = ?, frontier = ?, root = ?, body_bytes = ?, stored_bytes = ?")
        head.bind(1, frontier.size)
        head.bind(2, frontier.serialized)
        head.bind(3, frontier.root.bytes)
        head.bind(4, bodyBytes)
        head.bind(5, storedBytes)
        try head.run()
    }

    // MARK: Bodies

    private static func erasedDigest(_ row: StoredEvent) throws(StoreError) -> Digest {
        guard let digest = Digest(bytes: row.body.blob) else {
            throw StoreError(
                .corrupt,
                "the erased event at position \(row.position) has no digest: restore the"
                    + " store from a backup",
                position: row.position)
        }
        return digest
    }

    /// The stream's previous body, where it helps and its chain is short enough in the new store.
    private func base(
        of row: StoredEvent, _ body: [UInt8], _ source: LogReader
    ) throws(StoreError) -> (position: Int64, bytes: [UInt8])? {
        guard row.version > 1, usesBase(bodyBytes: body.count, chainLength: 0) else { return nil }
        let previous = try target.statement(
            "SELECT position, size, base FROM events WHERE stream = ? AND version = ?")
        previous.bind(1, row.stream)
        previous.bind(2, row.version - 1)
        guard try previous.step() else { return nil }
        let (position, size) = (previous.int64(0), previous.int64(1))
        var link = previous.optionalInt64(2)
        previous.reset()
        var chain = 0
        while let below = link {
            chain += 1
            link = try target.integer("SELECT base FROM events WHERE position = ?", below)
        }
        guard size >= Limits.bodyBytesForBaseMin,
            usesBase(bodyBytes: body.count, chainLength: chain),
            let bytes = try source.bodies.body(at: position)
        else { return nil }
        return (position, bytes)
    }

    private func insert(_ row: StoredEvent, _ stored: StoredBody) throws(StoreError) {
        let insert = try target.statement(
            """
            INSERT INTO events (\(StoredEvent.columns))
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        insert.bind(1, row.position)
        insert.bind(2, row.stream)
        insert.bind(3, row.version)
        insert.bind(4, row.type)
        insert.bind(5, row.actor)
        insert.bind(6, row.cycle)
        insert.bind(7, row.recordedAt)
        insert.bind(8, row.occurredAt)
        insert.bind(9, row.correlation)
        insert.bind(10, row.causation)
        insert.bind(11, row.id?.bytes)
        insert.bind(12, Int64(stored.size))
        insert.bind(13, stored.dictionary)
        insert.bind(14, stored.base)
        insert.bind(15, stored.blob)
        try insert.run()
    }

    // MARK: Leaves

    private func appendLeaf(
        _ row: StoredEvent, _ digest: Digest, _ source: LogReader
    ) throws(StoreError) {
        let actor = try source.names.actor(row.actor)
        let header = LeafHeader(
            position: row.position, stream: try source.names.stream(row.stream).description,
            version: row.version, type: try source.names.type(row.type).name, actor: actor.name,
            kind: actor.kind.rawValue, cycle: row.cycle, recordedAt: row.recordedAt,
            occurredAt: row.occurredAt,
            correlation: try row.correlation.map { id throws(StoreError) in
                try source.names.correlation(id)
            }, causation: row.causation, id: row.id?.bytes)
        for node in frontier.append(hasher.leaf(header, bodyDigest: digest)) {
            try check(node, source)
            let insert = try target.statement("INSERT INTO tree (level, n, hash) VALUES (?, ?, ?)")
            insert.bind(1, Int64(node.level))
            insert.bind(2, node.n)
            insert.bind(3, node.hash.bytes)
            try insert.run()
        }
    }

    /// What the old store wrote of its tree when the events were appended must come out again.
    private func check(_ node: CompletedNode, _ source: LogReader) throws(StoreError) {
        let known = try source.statements.statement(
            "SELECT hash FROM tree WHERE level = ? AND n = ?")
        known.bind(1, Int64(node.level))
        known.bind(2, node.n)
        defer { known.reset() }
        guard try known.step(), known.bytes(0) == node.hash.bytes else {
            throw StoreError(
                .corrupt,
                "the events up to position \(frontier.size) are not those that were"
                    + " appended: restore the store from a backup", position: frontier.size)
        }
    }

    // MARK: Dictionaries

    /// Trains a dictionary where a growing store does.
    private func trainIfDue(through row: StoredEvent, _ source: LogReader) throws(StoreError) {
        let known = dictionary?.id ?? 0
        guard
            DictionarySchedule.isDue(
                bodyBytes: bodyBytes, trainedAt: trainedAt, dictionaries: known)
        else { return }
        trainedAt = bodyBytes
        var samples: [[UInt8]] = []
        var streams: Set<Int64> = []
        var bytes = 0
        for position in DictionarySchedule.samplePositions(head: row.position) {
            let sample = try source.storedBody(at: position)
            guard let body = try source.bodies.body(sample) else { continue }
            samples.append(body)
            streams.insert(sample.stream)
            bytes += body.count
            if bytes >= DictionarySchedule.sampleBytesMax { break }
        }
        let trained = DictionaryTrainer.train(samples: samples, limit: Limits.dictionaryBytesMax)
        guard !trained.isEmpty else { return }
        let made = BodyDictionary(id: known + 1, bytes: trained)
        try store(made, at: row.recordedAt, streams)
        dictionary = made
    }

    private func store(
        _ made: BodyDictionary, at time: Int64, _ streams: Set<Int64>
    ) throws(StoreError) {
        let insert = try target.statement(
            "INSERT INTO dictionaries (id, bytes, made_at, body_bytes) VALUES (?, ?, ?, ?)")
        insert.bind(1, made.id)
        insert.bind(2, made.bytes)
        insert.bind(3, time)
        insert.bind(4, bodyBytes)
        try insert.run()
        for stream in streams.sorted() {
            try target.run(
                "INSERT INTO dictionary_sources (dictionary, stream) VALUES (?, ?)", made.id,
                stream)
        }
    }
}
