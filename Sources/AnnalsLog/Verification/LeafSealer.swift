import AnnalsCodec
import AnnalsIntegrity
import AnnalsModel

/// Seals rows as they lie in the file, by the functions that seal what is appended, without
/// copying what they hold: the short way, for events with nothing unusual about them.
///
/// It knows nothing of what may be wrong. Whatever it does not expect it leaves to the long way,
/// which reads the event as everybody does and says what is wrong with it.
struct LeafSealer {
    private let statements: StatementCache
    private let names: NameReader
    /// Positions of the stretch whose salts are stored; nil if that cannot be read.
    private let salted: Set<Int64>?

    private var streams = SlotCache<SealingStream>(slots: 1 << 13)
    private var readAhead = ReadAhead()
    private var types = SlotCache<EventType>(slots: 1 << 8)
    private var actors = SlotCache<Actor>(slots: 1 << 10)
    private var opener: BodyOpener
    private var hasher = LeafHasher()

    /// What a stream gives to the leaves of its events.
    private struct SealingStream {
        let name: StreamName
        /// The last epoch, which nearly all events are of; nil if there is none.
        let epoch: EpochSecret?
    }

    /// A row that was sealed.
    struct Sealed {
        let leaf: Digest
        let mark: EventOrder.Mark
        let bodyBytes: Int64
        let storedBytes: Int64
    }

    /// Gets ready for the events after a position, up to and including another.
    init(_ reader: LogReader, after first: Int64, through last: Int64) {
        statements = reader.statements
        names = reader.names
        opener = BodyOpener(reader.bodies)
        salted = try? SecretTable(reader.statements).salted(after: first, through: last)
    }

    /// Seals the event of a row.
    ///
    /// - Returns: nil if it must go the long way: it is erased, one of the store's own, goes on
    ///   from another body, or something about it is not as it should be.
    mutating func seal(_ row: EventRow) -> Sealed? {
        let (position, version) = (row.position, row.version)
        guard row.isPossible, row.base == nil, salted?.contains(position) == false,
            let stream = stream(row.stream), stream.name.category != StreamName.ownCategory,
            let epoch = stream.epoch, epoch.fromVersion <= version,
            let type = type(row.type), type.category == stream.name.category,
            let actor = actor(row.actor)
        else { return nil }
        let (id, cause, correlation) = (row.id, row.causation, row.correlation)
        if let id, id.count != Self.idBytes { return nil }
        if let cause, !(1..<position).contains(cause) { return nil }
        let correlated = correlation.flatMap { try? names.correlation($0) }
        if correlation != nil, correlated == nil { return nil }
        let salt = Salt(secret: epoch.secret, position: position)
        guard let (digest, storedBytes) = digest(of: row, salt) else { return nil }
        let header = LeafHeader(
            position: position, stream: stream.name.description, version: version,
            type: type.name, actor: actor.name, kind: actor.kind.rawValue, cycle: row.cycle,
            recordedAt: row.recordedAt, occurredAt: row.occurredAt, correlation: correlated,
            causation: cause, id: id)
        return Sealed(
            leaf: hasher.leaf(header, bodyDigest: digest),
            mark: EventOrder.Mark(
                position: position, recordedAt: header.recordedAt, cycle: header.cycle,
                opensCycle: false),
            bodyBytes: row.size, storedBytes: storedBytes)
    }

    private static let idBytes = 16

    // MARK: The body

    /// The digest of a body that needs no other, and the bytes that it takes; nil if it does not
    /// fit its check bytes.
    private mutating func digest(
        of row: EventRow, _ salt: Salt
    ) -> (Digest, storedBytes: Int64)? {
        let (size, dictionary) = (row.size, row.dictionary)
        return row.withBody { blob in
            opener.open(blob, size: size, dictionary: dictionary, salt: salt) { _, digest in
                (digest, Int64(blob.count))
            }
        }
    }

    // MARK: Names and secrets

    private mutating func stream(_ id: Int64) -> SealingStream? {
        if let known = streams.value(for: id) { return known }
        try? readStreams(from: id)
        return streams.value(for: id)
    }

    private mutating func readStreams(from id: Int64) throws(StoreError) {
        let ids = readAhead.ids(from: id)
        var epochs: [Int64: EpochSecret] = [:]
        // In the order of epochs, so that the last one stays.
        try SecretTable(statements).forEach(ofStreams: ids) { epochs[$0] = $1 }
        try StreamTable(statements).forEachName(ofStreams: ids) { id, name in
            streams.set(SealingStream(name: name, epoch: epochs[id]), for: id)
        }
    }

    private mutating func type(_ id: Int64) -> EventType? {
        if let known = types.value(for: id) { return known }
        guard let type = try? names.type(id) else { return nil }
        types.set(type, for: id)
        return type
    }

    private mutating func actor(_ id: Int64) -> Actor? {
        if let known = actors.value(for: id) { return known }
        guard let actor = try? names.actor(id) else { return nil }
        actors.set(actor, for: id)
        return actor
    }
}
