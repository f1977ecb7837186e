import AnnalsCodec
import AnnalsIntegrity
package import AnnalsModel

// Documents: the fold of a stream's events, from the nearest stored fold on.

extension LogReader {
    /// The document of a stream after an event of the log.
    ///
    /// - Parameter position: State after this event; at least 0.
    /// - Returns: nil if there is no document then, or no such stream.
    package func document(
        of stream: StreamName, at position: Int64
    ) throws(StoreError) -> JSONObject? {
        guard let (id, version) = try end(of: stream) else { return nil }
        let through = try self.version(of: id, at: position, head: version)
        return try fold(stream: id, through: through).value
    }

    /// The document of a stream after one of its versions.
    ///
    /// - Parameter id: `streams.id`.
    /// - Returns: nil if there is no document then.
    package func document(
        ofStream id: Int64, through version: Int64
    ) throws(StoreError) -> JSONObject? {
        try fold(stream: id, through: version).value
    }

    /// Id and version of a stream; nil if there is none of that name.
    package func end(of stream: StreamName) throws(StoreError) -> (id: Int64, version: Int64)? {
        try StreamTable(statements).row(of: stream).map { ($0.id, $0.version) }
    }

    /// Version of a stream after an event of the log; 0 before its first event.
    ///
    /// Versions grow with positions, so it is found by halving: some twenty look-ups in the
    /// index over stream and version, however long the stream is.
    package func version(
        of stream: Int64, at position: Int64, head: Int64
    ) throws(StoreError) -> Int64 {
        var low: Int64 = 0
        var high = head
        while low < high {
            let middle = low + (high - low + 1) / 2
            let found = try EventTable(statements).position(
                ofStream: stream, version: middle)
            guard let found else {
                throw StoreError(
                    .corrupt,
                    "version \(middle) of a stream is missing: restore the store from a backup")
            }
            if found <= position { low = middle } else { high = middle - 1 }
        }
        return low
    }

    /// Folds a stream up to and including a version.
    func fold(stream: Int64, through version: Int64) throws(StoreError) -> FoldedDocument {
        var (document, start, weight) = try storedDocument(stream: stream, through: version)
        guard start < version else { return FoldedDocument(value: document, weight: weight) }
        try EventTable(statements).forEachBody(ofStream: stream, after: start, through: version) {
            row throws(StoreError) in
            guard let body = try bodies.body(row) else { return }
            try parseBody(body, position: row.position).apply(to: &document)
            weight = max(weight, body.count)
        }
        return FoldedDocument(value: document, weight: weight)
    }

    /// The same for a replay, which goes on with the text.
    ///
    /// - Parameter epoch: One of the stream's, at best that of most events.
    func replayed(
        stream: Int64, through version: Int64, _ epoch: EpochSecret?,
        _ folder: inout DocumentFolder, _ opener: inout BodyOpener
    ) throws(StoreError) -> ReplayedDocument.Value {
        let (document, start, _) = try storedDocument(stream: stream, through: version)
        var value = ReplayedDocument.Value(document)
        guard start < version else { return value }
        try EventTable(statements).forEachBodyRow(
            ofStream: stream, after: start, through: version
        ) { row throws(StoreError) in
            if let epoch, row.isAlone, epoch.fromVersion <= row.version {
                let salt = Salt(secret: epoch.secret, position: row.position)
                let isFolded = row.withBody { blob in
                    opener.open(blob, size: row.size, dictionary: row.dictionary, salt: salt) {
                        body, _ in folder.foldText(body, into: &value)
                    }
                }
                if isFolded == true { return }
            }
            guard let body = try bodies.body(try row.stored()) else { return }
            try folder.fold(body, position: row.position, into: &value)
        }
        return value
    }

    private static let eventsWorthAsking: Int64 = 8

    /// The newest stored fold at or before a version that is intact; a damaged one is passed over.
    private func storedDocument(
        stream: Int64, through version: Int64
    ) throws(StoreError) -> (JSONObject?, version: Int64, weight: Int) {
        // A few events are folded faster than the question is asked.
        guard version > Self.eventsWorthAsking else { return (nil, 0, 0) }
        let stored = try DocumentTable(statements).newest(stream: stream, through: version)
        guard let stored else { return (nil, 0, 0) }
        guard stored.isRest else { return (stored.document, stored.version, stored.size) }
        var document: JSONObject? = stored.document
        let bytes = try apply(stream: stream, version: stored.version, to: &document)
        return (document, stored.version, bytes)
    }

    /// Applies one event of a stream to the document before it.
    ///
    /// - Returns: Bytes of its body.
    @discardableResult
    func apply(
        stream: Int64, version: Int64, to document: inout JSONObject?
    ) throws(StoreError) -> Int {
        var bytes = 0
        try EventTable(statements).forEachBody(
            ofStream: stream, after: version - 1, through: version
        ) { row throws(StoreError) in
            guard let body = try bodies.body(row) else { return }
            try parseBody(body, position: row.position).apply(to: &document)
            bytes = body.count
        }
        return bytes
    }

    /// Stored bytes of a stream's events since its last stored fold, and of that fold.
    func bytesSinceDocument(stream: Int64) throws(StoreError) -> (Int64, Int64) {
        let (version, bytes) = try DocumentTable(statements).newestSize(stream: stream)
        return (try EventTable(statements).storedBytes(ofStream: stream, after: version), bytes)
    }
}
