import AnnalsCodec
import AnnalsIntegrity
import AnnalsModel

/// The end of one stream, as the next append to it needs it.
///
/// An event is decided, sealed and stored, and while one is stored, others behind it may be sealed
/// on another thread. Each of these steps has a part of its own here and touches no other.
final class StreamEnd {
    let name: StreamName
    let id: Int64
    /// After the event that was decided last.
    var place: Place
    /// After the event that was sealed last.
    var body: LastBody
    /// After the event that was stored last.
    var stored: Stored
    /// What the cache of ends knows of it.
    var mark = Mark()

    /// All that changes with an event.
    struct Parts {
        let place: Place
        let body: LastBody
        let stored: Stored
    }

    /// Where the stream's next event comes.
    struct Place {
        /// Number of the events before it.
        var version: Int64
        /// Position of the last of them.
        var head: Int64
        /// Secret of the current epoch; nil if the file has none.
        var secret: StreamSecret?
    }

    /// What the next body may be compressed against.
    struct LastBody {
        /// Position of the last event; 0 before the first.
        var position: Int64
        /// Body of that event, packed if it is stored so, if it is kept at hand and may serve as a
        /// base.
        var bytes: [UInt8]?
        /// Whether that body is too large to be kept at hand, and is read when it is needed.
        var isLeftOut = false
        /// Links from that event's body down to one without a base.
        var chain = 0
    }

    /// What follows from the stored events.
    struct Stored {
        /// Number of the stream's events that are stored.
        var version: Int64
        /// The document after the last of them, if it was folded.
        var document: FoldedDocument?
        /// Stored bytes of the events since the last row in `documents`; nil if not counted yet.
        var bytesSinceDocument: Int64?
        /// Stored bytes of that row.
        var documentBytes: Int64 = 0
        /// Secrets of a stream that has no row yet; nil if it has one.
        var newSecrets: [EpochSecret]?
    }

    /// What the cache of ends knows of one.
    struct Mark {
        /// The transaction and the job in it that changed it last.
        var transaction: UInt64 = 0
        var job: UInt64 = 0
        /// The weight that is counted for it.
        var weight = 0
    }

    init(name: StreamName, id: Int64, _ parts: Parts) {
        self.name = name
        self.id = id
        (place, body, stored) = (parts.place, parts.body, parts.stored)
    }

    /// A stream that has no event yet, and no row.
    ///
    /// - Parameter secrets: Of its epochs.
    init(new name: StreamName, id: Int64, secrets: [EpochSecret]) {
        self.name = name
        self.id = id
        place = Place(
            version: 0, head: 0, secret: secrets.last { $0.fromVersion <= 1 }?.secret)
        body = LastBody(position: 0)
        stored = Stored(
            version: 0, document: FoldedDocument(value: nil, weight: 0), bytesSinceDocument: 0,
            newSecrets: secrets)
    }

    /// All that changes with an event, while none is on its way.
    var parts: Parts {
        get { Parts(place: place, body: body, stored: stored) }
        set { (place, body, stored) = (newValue.place, newValue.body, newValue.stored) }
    }

    /// About how many bytes of memory this takes.
    var weight: Int {
        256 + (body.bytes?.count ?? 0) + (stored.document?.weight ?? 0)
    }
}

extension StreamEnd.LastBody {
    /// Goes on after an event.
    mutating func append(_ event: SealedEvent, _ stored: StoredBody) {
        position = event.position
        chain = stored.base == nil ? 0 : chain + 1
        isLeftOut = event.body != nil && stored.size > Limits.tailCacheBytesMax
        bytes = event.body.flatMap {
            isLeftOut || $0.count < Limits.bodyBytesForBaseMin ? nil : stored.packed ?? $0
        }
    }
}

/// A document that was folded, absent or not.
struct FoldedDocument {
    var value: JSONObject?
    /// About how many bytes of memory it takes: the bytes of the bodies it was folded from last.
    var weight: Int
}
