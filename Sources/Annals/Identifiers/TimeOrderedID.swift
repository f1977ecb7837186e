import AnnalsModel
import Foundation

/// Ids that nobody has to be asked for, and that sort by the time when they were made.
enum TimeOrderedID {
    /// A UUID of version 7 (RFC 9562, section 5.7) in lower case.
    static func make() -> String {
        var bytes = (0..<16).map { _ in UInt8.random(in: 0...255) }
        let milliseconds = UInt64(max(0, Timestamp.now.microseconds / 1_000))
        for index in 0..<6 {
            bytes[index] = UInt8(truncatingIfNeeded: milliseconds >> UInt64(8 * (5 - index)))
        }
        bytes[6] = bytes[6] & 0x0F | 0x70
        bytes[8] = bytes[8] & 0x3F | 0x80
        return bytes.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
            .uuidString.lowercased()
    }
}
