import AnnalsCodec
import AnnalsIntegrity
package import AnnalsModel

// The one transaction of an erasure. What it leaves can be read by everybody at once: no body
// needs an erased one, and every event that still has a body has its salt.

extension AppendTransaction {
    /// Replaces bodies by their digests, takes away what would confirm a guess at them and what
    /// was folded from them, and appends the event that says so.
    ///
    /// Tables of projections and dictionaries may still hold them afterwards; see `ErasureState`.
    ///
    /// - Parameter places: Of events that have a body, at least one, none of them the store's own.
    /// - Returns: The receipt of `annals.erased`.
    /// - Throws: `corrupt` if a body cannot be read, so that its digest is not known.
    package func erase(
        _ places: [EventPlace], _ statement: ErasureStatement
    ) throws(StoreError) -> Receipt {
        let positions = places.map(\.position).sorted()
        let byStream = Dictionary(grouping: places, by: \.stream)
        let table = DictionaryTable(statements)
        let quoting = try table.ids(quoting: Set(byStream.keys))
        var search = QuoteSearch(try table.all(but: Set(quoting)))
        for (stream, places) in byStream.sorted(by: { $0.key < $1.key }) {
            try erase(places.sorted { $0.version > $1.version }, of: stream, &search)
        }
        if let first = positions.first { try SnapshotTable(statements).remove(from: first) }
        forgetBodies()
        let dictionaries = try (quoting + search.unexplained(through: head, reader)).sorted()
        touch()
        return try administer(
            Administration.erasures, Administration.erased, by: statement.actor,
            data: statement.data(positions: positions, dictionaries: dictionaries),
            reason: statement.reason)
    }

    /// - Parameters:
    ///   - places: Last first, since a body may be needed to read the next one.
    ///   - search: Is told what is erased.
    private func erase(
        _ places: [EventPlace], of stream: Int64, _ search: inout QuoteSearch
    ) throws(StoreError) {
        let name = try reader.names.stream(stream)
        guard let first = places.last, let end = try knownEnd(of: name) else { return }
        session.ends.willChange(end)
        let events = EventTable(statements)
        let table = SecretTable(statements)
        let secrets = try reader.bodies.secrets(of: stream)
        let versions = Set(places.map(\.version))
        for place in places {
            let row = try reader.storedBody(at: place.position)
            guard let opened = try reader.bodies.opened(row) else { continue }
            search.note(opened.bytes)
            if let packed = opened.packed { search.note(packed) }
            if !versions.contains(place.version + 1) { try detach(place) }
            try events.erase(place.position, digest: opened.digest.bytes)
            state.storedBytes += Int64(opened.digest.bytes.count - row.blob.count)
            try table.removeSalt(at: place.position)
        }
        try DocumentTable(statements).remove(stream: stream, from: first.version)
        for (index, epoch) in secrets.enumerated() {
            let isLast = index == secrets.count - 1
            let through =
                isLast ? end.place.version : secrets[index + 1].fromVersion - 1
            // An epoch before that of an erased event goes too: where the next one has no secret
            // any more, its own would be taken for that of both.
            guard let last = places.first, epoch.fromVersion <= last.version else { continue }
            try table.replaceBySalts(epoch, stream: stream, through: through)
            guard isLast else { continue }
            let next = EpochSecret(fromVersion: end.place.version + 1, secret: .random())
            try table.insert(next, stream: stream)
            end.place.secret = next.secret
        }
        // What the writer knows of the stream's end may be what is gone.
        end.body = StreamEnd.LastBody(position: end.place.head)
        (end.stored.document, end.stored.bytesSinceDocument) = (nil, nil)
    }

    /// Compresses the body after an event without that as its base.
    private func detach(_ place: EventPlace) throws(StoreError) {
        let events = EventTable(statements)
        let next = try events.position(ofStream: place.stream, version: place.version + 1)
        guard let next else { return }
        let row = try reader.storedBody(at: next)
        guard row.base == place.position, let opened = try reader.bodies.opened(row) else { return }
        try session.bodyWriter.use(dictionary: state.dictionary, reader)
        let body = session.bodyWriter.encode(
            opened.bytes, opened.digest, base: nil, form: .kept(packed: opened.packed))
        try events.store(body, at: next)
        state.storedBytes += Int64(body.blob.count - row.blob.count)
    }

    /// Has bodies, salts and dictionaries read again.
    private func forgetBodies() {
        reader.bodies.forget()
        session.bodyWriter.forget()
    }
}
