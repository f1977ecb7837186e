public import Foundation

/// An event as a proof shows it, after everything about the proof was checked.
public struct ProvenEvent: Sendable, Hashable {
    /// Name of the log.
    public let origin: String
    /// Number of events of the checkpoint that the event is proven against.
    public let size: Int64
    /// Root of the tree over them: 32 bytes in base64.
    public let root: String
    /// Keys of the log that signed the checkpoint, as text; never none.
    public let logKeys: [String]
    /// Witnesses that cosigned it, of those whose keys were given.
    public let witnesses: [Witness]

    /// Place in the log, from 1.
    public let position: Int64
    /// Name of the stream.
    public let stream: String
    /// 1-based place in the stream.
    public let version: Int64
    /// What happened.
    public let type: String
    /// Name of the actor.
    public let actor: String
    /// Kind of the actor.
    public let kind: String
    /// The cycle.
    public let cycle: Int64
    /// When the store recorded it, by its own clock.
    public let recordedAt: Timestamp
    /// When it happened, as the caller claims.
    public let occurredAt: Timestamp?
    /// The run or conversation that it is part of.
    public let correlation: String?
    /// Position of the event that caused it.
    public let causation: Int64?
    /// The caller's id.
    public let id: UUID?
    /// SHA-256(salt || body): 64 hexadecimal digits.
    public let bodyDigest: String
    /// The bytes of the body; nil where the proof does not show them, so that nothing is known of
    /// what the event says.
    public let body: [UInt8]?

    /// A witness's cosignature.
    public struct Witness: Sendable, Hashable {
        /// Name of its key.
        public let name: String
        /// When it cosigned, by its own clock; nil if its signature has no time.
        public let cosignedAt: Timestamp?

        /// Names a witness.
        package init(name: String, cosignedAt: Timestamp?) {
            self.name = name
            self.cosignedAt = cosignedAt
        }
    }

    /// What is known of the checkpoint that an event is proven against.
    package struct Anchor {
        let origin: String
        let size: Int64
        let root: String
        let logKeys: [String]
        let witnesses: [Witness]

        /// Describes a checkpoint.
        package init(
            origin: String, size: Int64, root: String, logKeys: [String], witnesses: [Witness]
        ) {
            self.origin = origin
            self.size = size
            self.root = root
            self.logKeys = logKeys
            self.witnesses = witnesses
        }
    }

    /// What the leaf says of an event.
    package struct Header {
        let position: Int64
        let stream: String
        let version: Int64
        let type: String
        let actor: String
        let kind: String
        let cycle: Int64
        let recordedAt: Int64
        let occurredAt: Int64?
        let correlation: String?
        let causation: Int64?
        let id: UUID?

        /// Takes the fields of a leaf, in its order; times in µs since 1970 UTC.
        package init(
            position: Int64, stream: String, version: Int64, type: String, actor: String,
            kind: String, cycle: Int64, recordedAt: Int64, occurredAt: Int64?,
            correlation: String?, causation: Int64?, id: UUID?
        ) {
            self.position = position
            self.stream = stream
            self.version = version
            self.type = type
            self.actor = actor
            self.kind = kind
            self.cycle = cycle
            self.recordedAt = recordedAt
            self.occurredAt = occurredAt
            self.correlation = correlation
            self.causation = causation
            self.id = id
        }
    }

    /// Puts together what a proof shows.
    package init(_ anchor: Anchor, _ header: Header, bodyDigest: String, body: [UInt8]?) {
        origin = anchor.origin
        size = anchor.size
        root = anchor.root
        logKeys = anchor.logKeys
        witnesses = anchor.witnesses
        position = header.position
        stream = header.stream
        version = header.version
        type = header.type
        actor = header.actor
        kind = header.kind
        cycle = header.cycle
        recordedAt = Timestamp(microseconds: header.recordedAt)
        occurredAt = header.occurredAt.map { Timestamp(microseconds: $0) }
        correlation = header.correlation
        causation = header.causation
        id = header.id
        self.bodyDigest = bodyDigest
        self.body = body
    }
}
