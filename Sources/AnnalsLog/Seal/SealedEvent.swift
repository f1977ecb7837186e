package import AnnalsIntegrity
package import AnnalsModel
package import Foundation

/// An event with everything that its leaf covers.
///
/// Leaf, row, receipt and what projections see are made from it and from nothing else, whether it
/// is appended now or comes from another store.
package struct SealedEvent: Sendable {
    /// Place in the log, from 1.
    package let position: Int64
    /// The stream the event belongs to.
    package let stream: StreamName
    /// 1-based place in the stream.
    package let version: Int64
    /// What happened.
    package let type: EventType
    /// Who did it.
    package let actor: Actor
    /// The fleet's logical clock.
    package let cycle: Int64
    /// When the store recorded it.
    package let recordedAt: Timestamp
    /// When it happened, as the caller claims.
    package let occurredAt: Timestamp?
    /// The run or conversation that it is part of.
    package let correlation: String?
    /// Position of the event that caused it.
    package let causation: Int64?
    /// The caller's idempotency key.
    package let id: UUID?
    /// What it says about its stream.
    package private(set) var content: Content
    /// SHA-256(salt || body).
    package let digest: Digest

    /// What an event says about its stream, or what is left of that.
    package enum Content: Sendable {
        /// The body before compression, and what stands in front of it when it is hashed.
        case plain([UInt8], Salt)
        /// The number of bytes that were erased, and their digest.
        case erased(size: Int64, Digest)
    }

    /// Seals what is known of an event.
    ///
    /// - Parameter digest: SHA-256(salt || body), where it is known already.
    package init(
        position: Int64, stream: StreamName, version: Int64, type: EventType, actor: Actor,
        cycle: Int64, recordedAt: Timestamp, occurredAt: Timestamp?, correlation: String?,
        causation: Int64?, id: UUID?, content: Content, digest: Digest? = nil
    ) {
        self.position = position
        self.stream = stream
        self.version = version
        self.type = type
        self.actor = actor
        self.cycle = cycle
        self.recordedAt = recordedAt
        self.occurredAt = occurredAt
        self.correlation = correlation
        self.causation = causation
        self.id = id
        self.content = content
        self.digest =
            switch content {
            case .plain(let body, let salt): digest ?? bodyDigest(salt: salt, body: body)
            case .erased(_, let digest): digest
            }
    }

    /// Lets go of a body that is stored and too large to be kept at hand; the digest stays.
    mutating func letGoOfLargeBody() {
        guard case .plain(let body, let salt) = content, body.count > Limits.tailCacheBytesMax
        else { return }
        content = .plain([], salt)
    }

    /// The body before compression; nil if it was erased.
    package var body: [UInt8]? {
        guard case .plain(let body, _) = content else { return nil }
        return body
    }

    /// What its leaf says beside the body.
    package var leafHeader: LeafHeader {
        LeafHeader(
            position: position, stream: stream.description, version: version, type: type.name,
            actor: actor.name, kind: actor.kind.rawValue, cycle: cycle,
            recordedAt: recordedAt.microseconds, occurredAt: occurredAt?.microseconds,
            correlation: correlation, causation: causation, id: id?.bytes)
    }

    /// What its append answers.
    package var receipt: Receipt {
        Receipt(position: position, version: version, cycle: cycle, recordedAt: recordedAt)
    }
}
