internal import Foundation

/// An instant, in whole microseconds of UTC.
public struct Timestamp: Hashable, Sendable {
    /// Microseconds since 1970-01-01T00:00:00Z, without leap seconds; negative before.
    public let microseconds: Int64

    /// Creates an instant.
    ///
    /// - Parameter microseconds: Microseconds since 1970-01-01T00:00:00Z.
    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// The present, by the clock of the system.
    public static var now: Timestamp {
        let seconds = Date().timeIntervalSince1970
        return Timestamp(microseconds: Int64(exactly: (seconds * 1_000_000).rounded(.down)) ?? 0)
    }

    /// Milliseconds from here to a later instant; 0 to an earlier one.
    package func milliseconds(to later: Timestamp) -> Int64 {
        max(later.microseconds - microseconds, 0) / 1_000
    }

    /// The first instant of the year 1, the earliest that RFC 3339 can write here.
    package static let earliest = Timestamp(microseconds: -62_135_596_800_000_000)
    /// The last microsecond of the year 9999, the latest that RFC 3339 can write.
    package static let latest = Timestamp(microseconds: 253_402_300_799_999_999)
}

extension Timestamp: Comparable, CustomStringConvertible {
    /// Whether the left instant is the earlier one.
    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.microseconds < right.microseconds
    }

    /// The instant as ``rfc3339``.
    public var description: String { rfc3339 }
}
