/// What a member's value is, in words that the documentation explains.
package indirect enum JSONType: Sendable, Equatable {
    /// A whole number within Int64.
    case integer
    /// Another number.
    case number
    /// `true` or `false`.
    case boolean
    /// A string.
    case text
    /// One of these strings.
    case words([String])
    /// A time in RFC 3339, in UTC, with microseconds where there are any.
    case time
    /// A UUID in lower case.
    case uuid
    /// A JSON Pointer (RFC 6901).
    case pointer
    /// A stream's name, `category/id`.
    case stream
    /// Any JSON value, null too.
    case any
    /// An object whose members are a caller's.
    case object
    /// An object whose members are names with a count each.
    case counts
    /// An array of values of one type.
    case list(JSONType)
    /// Another result, by its name in the documentation.
    case result(String)

    /// Whether values are numbers.
    package var isNumeric: Bool { self == .integer || self == .number }
}
