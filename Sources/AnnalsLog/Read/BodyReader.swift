package import AnnalsCodec
package import AnnalsIntegrity
package import AnnalsModel

/// A plain body with what it was hashed with.
struct OpenedBody {
    let bytes: [UInt8]
    /// The packed bytes, if it is stored packed.
    let packed: [UInt8]?
    let salt: Salt
    /// SHA-256(salt || body).
    let digest: Digest

    /// What a body that has this one as its base is compressed after.
    var form: [UInt8] { packed ?? bytes }

    /// About how many bytes of memory it takes.
    var weight: Int { bytes.count + (packed?.count ?? 0) }
}

/// Reads bodies of one connection: dictionaries, chains of bases, salts and the check bytes.
///
/// Bodies that may be the base of another are kept for a while, so that reading a stream forward
/// decodes each of its bodies once.
package final class BodyReader {
    private let statements: StatementCache
    private var dictionaries: [Int64: BodyDictionary] = [:]
    private var bodies = GenerationCache<Int64, OpenedBody>(weightMax: Limits.bodyCacheBytesMax)
    private var secrets: [Int64: [EpochSecret]] = [:]
    private var readAhead = ReadAhead()
    private var hasSalts: Bool?
    /// Position of the last erasure that is known of.
    private var lastErasure: Int64?
    private var decoder = BodyDecoder()

    init(_ statements: StatementCache) {
        self.statements = statements
    }

    /// Forgets what another connection, or an undone transaction, may have changed.
    func forget() {
        dictionaries = [:]
        bodies.removeAll()
        secrets = [:]
        hasSalts = nil
    }

    /// Asks again for what another connection may have changed since: whether any salt is stored,
    /// and, where something was erased, everything.
    func noteChanges() throws(StoreError) {
        hasSalts = nil
        let erasure = try EventTable(statements).lastPosition(
            ofType: "\(StreamName.ownCategory).\(Administration.erased)")
        guard erasure != lastErasure else { return }
        forget()
        lastErasure = erasure
    }

    /// The plain body of an event, checked against its first four bytes.
    ///
    /// - Returns: nil if it was erased.
    /// - Throws: `corrupt` with the position.
    package func body(_ row: StoredBodyRow) throws(StoreError) -> [UInt8]? {
        try opened(row)?.bytes
    }

    /// The same with what it was hashed with.
    func opened(_ row: StoredBodyRow) throws(StoreError) -> OpenedBody? {
        if row.isErased { return nil }
        return try decode(row, links: 0)
    }

    /// The plain body at a position; nil if it was erased.
    package func body(at position: Int64) throws(StoreError) -> [UInt8]? {
        try body(try row(at: position))
    }

    /// What a body that has the one at a position as its base is compressed after; nil if that was
    /// erased.
    func form(at position: Int64) throws(StoreError) -> [UInt8]? {
        try opened(try row(at: position))?.form
    }

    /// As much of the form of a body as a dictionary is trained from; nil if it was erased.
    func sample(at position: Int64) throws(StoreError) -> [UInt8]? {
        let row = try row(at: position)
        guard !row.isErased else { return nil }
        guard row.base == nil, row.size > Int64(Limits.bodyBytesSingleBlockMax) else {
            return try opened(row)?.form
        }
        let dictionary = try dictionary(row)
        let front = row.blob.withUnsafeBytes { blob in
            decoder.front(
                of: blob, size: row.size, isPacked: row.storage.isPacked, dictionary: dictionary)
        }
        guard let front else { throw corrupt(position, "its body cannot be read") }
        return front
    }

    private func decode(_ row: StoredBodyRow, links: Int) throws(StoreError) -> OpenedBody {
        if let known = bodies.value(for: row.position, weight: \.weight) {
            return known
        }
        guard links <= Limits.chainLinksMax else {
            throw corrupt(row.position, "its chain of bases is too long")
        }
        var base: [UInt8]?
        if let position = row.base {
            guard position < row.position else {
                throw corrupt(row.position, "its base \(position) does not lie before it")
            }
            let baseRow = try self.row(at: position)
            guard !baseRow.isErased, baseRow.stream == row.stream else {
                throw corrupt(row.position, "its base \(position) cannot be used")
            }
            base = try decode(baseRow, links: links + 1).form
        }
        let decoded = try decoder.decode(
            row.blob, size: row.size, isPacked: row.storage.isPacked,
            dictionary: try dictionary(row), base: base, position: row.position)
        let plain = decoded.body
        let salt = try salt(row)
        let digest = bodyDigest(salt: salt, body: plain)
        guard digest.startsWith(row.blob) else {
            throw corrupt(row.position, "its body does not match its check bytes")
        }
        let opened = OpenedBody(
            bytes: plain, packed: decoded.packed, salt: salt, digest: digest)
        if plain.count >= Limits.bodyBytesForBaseMin {
            bodies.set(opened, for: row.position, weight: opened.weight)
        }
        return opened
    }

    private func row(at position: Int64) throws(StoreError) -> StoredBodyRow {
        guard let row = try EventTable(statements).body(at: position) else {
            throw corrupt(position, "there is no event at this position")
        }
        return row
    }

    // MARK: Dictionaries

    /// A dictionary of the store.
    ///
    /// - Throws: `corrupt` if there is none of that id.
    package func dictionary(_ id: Int64) throws(StoreError) -> BodyDictionary? {
        if let known = dictionaries[id] { return known }
        guard let made = try DictionaryTable(statements).dictionary(id) else { return nil }
        dictionaries[id] = made
        return made
    }

    private func dictionary(_ row: StoredBodyRow) throws(StoreError) -> BodyDictionary? {
        // LZ4 alone decodes with an empty dictionary, a raw body with none.
        guard let id = row.storage.dictionary else { return nil }
        if id == 0 { return BodyDictionary(id: 0, bytes: []) }
        guard let known = try dictionary(id) else {
            throw corrupt(row.position, "its dictionary \(id) is missing")
        }
        return known
    }

    // MARK: Salts

    /// The salt of an event: stored where its epoch lost its secret, else derived from that.
    package func salt(
        stream: Int64, version: Int64, position: Int64
    ) throws(StoreError) -> Salt {
        if try storesSalts() {
            if let bytes = try SecretTable(statements).salt(at: position) {
                guard let salt = Salt(bytes: bytes) else {
                    throw corrupt(position, "its salt is not 16 bytes long")
                }
                return salt
            }
        }
        guard let secret = try secret(stream: stream, version: version) else {
            throw corrupt(position, "the secret of its stream is missing")
        }
        return Salt(secret: secret, position: position)
    }

    private func salt(_ row: StoredBodyRow) throws(StoreError) -> Salt {
        try salt(stream: row.stream, version: row.version, position: row.position)
    }

    /// The secret of the epoch that a version belongs to.
    package func secret(stream: Int64, version: Int64) throws(StoreError) -> StreamSecret? {
        try secrets(of: stream).last { $0.fromVersion <= version }?.secret
    }

    /// The secrets of a stream in the order of their epochs.
    package func secrets(of stream: Int64) throws(StoreError) -> [EpochSecret] {
        if let known = secrets[stream] { return known }
        if secrets.count > Limits.cachedNamesMax { secrets = [:] }
        try readSecrets(from: stream)
        return secrets[stream] ?? []
    }

    private func readSecrets(from stream: Int64) throws(StoreError) {
        let ids = readAhead.ids(from: stream)
        for id in ids { secrets[id] = nil }
        secrets[stream] = []
        try SecretTable(statements).forEach(ofStreams: ids) { id, epoch in
            secrets[id, default: []].append(epoch)
        }
    }

    private func storesSalts() throws(StoreError) -> Bool {
        if let hasSalts { return hasSalts }
        let found = try SecretTable(statements).hasSalts()
        hasSalts = found
        return found
    }

    private func corrupt(_ position: Int64, _ what: String) -> StoreError {
        StoreError(
            .corrupt,
            "the event at position \(position) cannot be read: \(what); "
                + "restore the store from a backup", position: position)
    }
}
