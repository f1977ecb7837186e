internal import Crypto
public import Foundation

/// Makes the ids of events that come without: the same line of the same input gets the same id
/// whenever it is loaded, so that loading it again appends nothing.
///
/// An id is a UUID of version 5 (RFC 9562, section 5.5) over a namespace and a name: `NUMBER LINE`,
/// the line's number in decimal, a space and the bytes of the line; or, where a line is to be known
/// at another place of the input too, what ``id(of:occurrence:)`` says.
public struct DerivedIDs: Sendable {
    /// The namespace: ids of different ones never meet.
    public let namespace: UUID

    /// Takes a namespace: a UUID, or any text.
    ///
    /// A text that is no UUID gives the UUID of version 5 over the nil UUID and the text.
    public init(namespace text: String) {
        let nilUUID = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
        namespace = UUID(uuidString: text) ?? Self.uuid(in: nilUUID, of: [Array(text.utf8)])
    }

    /// The id of a line.
    ///
    /// - Parameters:
    ///   - line: Its bytes, without its end.
    ///   - number: Its number, from 1.
    public func id(of line: some Sequence<UInt8>, number: Int64) -> UUID {
        Self.uuid(in: namespace, of: [Array("\(number) ".utf8), Array(line)])
    }

    /// The id of a line by its content, wherever it stands.
    ///
    /// The name is `#COUNT LINE`: a number sign, the count in decimal, a space and the bytes of the
    /// line.
    ///
    /// - Parameters:
    ///   - line: Its bytes, without its end.
    ///   - occurrence: How many lines of the same input before it had the same bytes, from 0.
    public func id(of line: some Sequence<UInt8>, occurrence: Int64) -> UUID {
        Self.uuid(in: namespace, of: [Array("#\(occurrence) ".utf8), Array(line)])
    }

    /// The id of what has a name of its own: the UUID of version 5 over the name alone.
    package func id(named name: String) -> UUID {
        Self.uuid(in: namespace, of: [Array(name.utf8)])
    }

    private static func uuid(in namespace: UUID, of name: [[UInt8]]) -> UUID {
        // RFC 9562 prescribes SHA-1 here; nothing relies on it being hard to collide.
        var hash = Insecure.SHA1()
        withUnsafeBytes(of: namespace.uuid) { hash.update(bufferPointer: $0) }
        for part in name { hash.update(data: part) }
        var bytes = Array(hash.finalize().prefix(16))
        bytes[6] = bytes[6] & 0x0F | 0x50
        bytes[8] = bytes[8] & 0x3F | 0x80
        return bytes.withUnsafeBytes { bytes in UUID(uuid: bytes.loadUnaligned(as: uuid_t.self)) }
    }
}
