import AnnalsCodec
import AnnalsIntegrity
import AnnalsModel

/// Makes of events whose place is decided what is stored of them: body, digest, leaf, compression.
///
/// Nothing of that needs the file, but for bodies that are too large to be kept at hand. It keeps
/// working memory, so that only one thread may use it at a time.
final class Sealer {
    /// An event as it is stored; an object, because it goes through several hands.
    final class Ready {
        /// The event; a large body is let go of.
        let event: SealedEvent
        let body: StoredBody
        let leaf: Digest
        /// The end of its stream.
        let end: StreamEnd
        /// What a caller gave; nil for an event of another store, which neither stored documents
        /// nor the tables of projections follow now.
        let decided: DecidedEvent?

        init(
            _ event: SealedEvent, _ body: StoredBody, leaf: Digest, _ end: StreamEnd,
            _ decided: DecidedEvent?
        ) {
            self.event = event
            self.body = body
            self.leaf = leaf
            self.end = end
            self.decided = decided
        }
    }

    let bodies: BodyWriter
    private var leaves = LeafHasher()

    init(_ bodies: BodyWriter) {
        self.bodies = bodies
    }

    /// Seals an event after all events before it in its stream.
    ///
    /// - Parameter reader: Reads the last body of a stream that is not at hand; may be nil where no
    ///   body is left out.
    /// - Throws: `tooLarge`; `corrupt`.
    func seal(_ event: DecidedEvent, _ reader: LogReader?) throws(StoreError) -> Ready {
        try seal(try SealedEvent(event), event.end, event, reader)
    }

    /// Makes a sealed event ready after all events before it in its stream.
    func seal(
        _ sealed: SealedEvent, _ end: StreamEnd, _ decided: DecidedEvent?, _ reader: LogReader?
    ) throws(StoreError) -> Ready {
        var sealed = sealed
        let body = try compress(sealed, end.body, reader)
        sealed.letGoOfLargeBody()
        end.body.append(sealed, body)
        return Ready(
            sealed, body, leaf: leaves.leaf(sealed.leafHeader, bodyDigest: sealed.digest), end,
            decided)
    }

    private func compress(
        _ event: SealedEvent, _ last: StreamEnd.LastBody, _ reader: LogReader?
    ) throws(StoreError) -> StoredBody {
        let plain: [UInt8]
        switch event.content {
        case .plain(let body, _):
            plain = body
        case .erased(let size, let digest):
            return StoredBody(size: Int(size), dictionary: -1, base: nil, blob: digest.bytes)
        }
        var base: (position: Int64, bytes: [UInt8])?
        if last.position > 0, usesBase(bodyBytes: plain.count, chainLength: last.chain) {
            let bytes = last.isLeftOut ? try reader?.bodies.form(at: last.position) : last.bytes
            if let bytes { base = (last.position, bytes) }
        }
        return bodies.encode(plain, event.digest, base: base)
    }
}
