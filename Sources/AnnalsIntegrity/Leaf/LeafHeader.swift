/// Everything of an event but its body, as its leaf commits to it.
///
/// Names stand here as text, not as ids of rows, so that a leaf means the same outside the store.
package struct LeafHeader: Sendable, Equatable {
    /// The event's place in the log, from 1.
    package var position: Int64
    /// The stream's name, `category/id`.
    package var stream: String
    /// The event's place in the stream, from 1.
    package var version: Int64
    /// The event's type, `category.verb`.
    package var type: String
    /// The actor's name.
    package var actor: String
    /// The actor's kind.
    package var kind: String
    /// The cycle.
    package var cycle: Int64
    /// In µs since 1970 UTC.
    package var recordedAt: Int64
    /// In µs since 1970 UTC, as the caller claims.
    package var occurredAt: Int64?
    /// The correlation's name.
    package var correlation: String?
    /// Position of the event that caused this one.
    package var causation: Int64?
    /// The caller's UUID, 16 bytes.
    package var id: [UInt8]?

    /// Creates a header.
    package init(
        position: Int64, stream: String, version: Int64, type: String, actor: String, kind: String,
        cycle: Int64, recordedAt: Int64, occurredAt: Int64?, correlation: String?,
        causation: Int64?, id: [UInt8]?
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

extension LeafHeader {
    /// Appends the canonical bytes.
    ///
    /// They are `annals/1`, then each field in the order above: its length in bytes as 4 bytes
    /// big-endian, then its bytes. Integers are 8 bytes big-endian in two's complement, names are
    /// UTF-8, the id is its 16 bytes. An absent field is the length 0xFFFFFFFF and no bytes.
    package func write(to out: inout [UInt8]) {
        out.append(contentsOf: "annals/1".utf8)
        Self.write(position, to: &out)
        Self.write(stream, to: &out)
        Self.write(version, to: &out)
        Self.write(type, to: &out)
        Self.write(actor, to: &out)
        Self.write(kind, to: &out)
        Self.write(cycle, to: &out)
        Self.write(recordedAt, to: &out)
        Self.write(occurredAt, to: &out)
        Self.write(correlation, to: &out)
        Self.write(causation, to: &out)
        Self.write(id, to: &out)
    }

    private static let absent = UInt32.max

    private static func write(_ number: Int64?, to out: inout [UInt8]) {
        guard let number else { return write(length: absent, to: &out) }
        write(length: 8, to: &out)
        withUnsafeBytes(of: number.bigEndian) { out.append(contentsOf: $0) }
    }

    private static func write(_ name: String?, to out: inout [UInt8]) {
        guard let name else { return write(length: absent, to: &out) }
        write(length: UInt32(truncatingIfNeeded: name.utf8.count), to: &out)
        out.append(contentsOf: name.utf8)
    }

    private static func write(_ bytes: [UInt8]?, to out: inout [UInt8]) {
        guard let bytes else { return write(length: absent, to: &out) }
        write(length: UInt32(truncatingIfNeeded: bytes.count), to: &out)
        out.append(contentsOf: bytes)
    }

    private static func write(length: UInt32, to out: inout [UInt8]) {
        withUnsafeBytes(of: length.bigEndian) { out.append(contentsOf: $0) }
    }
}
