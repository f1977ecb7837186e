import ArgumentParser

/// How results are written: for people, or for programs.
enum OutputFormat: String, CaseIterable, Sendable, ExpressibleByArgument {
    /// Aligned columns with a header; a single result as `key: value` lines.
    case table
    /// One array of objects, or one object.
    case json
    /// One object a line.
    case ndjson
    /// RFC 4180 with a header, lines end with LF.
    case csv
    /// One cell, as it is.
    case value
    /// Events as CloudEvents 1.0, one a line.
    case cloudEvents = "cloudevents"
}
