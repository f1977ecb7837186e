import AnnalsModel
import HTTPTypes

/// A media type that requests and answers have here.
enum MediaType: String, Sendable, CaseIterable {
    case json = "application/json"
    case lines = "application/x-ndjson"
    case events = "text/event-stream"
    case problem = "application/problem+json"
    case csv = "text/csv"
    case text = "text/plain"
    case metrics = "application/openmetrics-text"
    case bytes = "application/octet-stream"
    case cloudEvent = "application/cloudevents+json"
    case cloudEvents = "application/cloudevents-batch+json"
    case html = "text/html"
    case styleSheet = "text/css"
    case script = "text/javascript"
    case image = "image/svg+xml"
    case form = "application/x-www-form-urlencoded"

    /// Of those that a route has, the one that `Accept` prefers; the first one where it does not
    /// care.
    ///
    /// - Parameters:
    ///   - accept: The header (RFC 9110, section 12.5.1); nil where there is none.
    ///   - offered: What there is, the preferred first; not empty.
    /// - Returns: Nil where none of them is acceptable.
    static func chosen(by accept: String?, of offered: [MediaType]) -> MediaType? {
        guard let accept, !accept.isEmpty else { return offered[0] }
        let ranges = accept.split(separator: ",").map { AcceptedRange($0) }
        var best: (type: MediaType, quality: Double)?
        for type in offered {
            // The most specific range that a type is in says how welcome it is.
            let fitting = ranges.filter { $0.includes(type) }.max { $0.precision < $1.precision }
            guard let quality = fitting?.quality, quality > 0 else { continue }
            if quality > best?.quality ?? 0 { best = (type, quality) }
        }
        return best?.type
    }

    /// Whether the `Content-Type` of a request is this type, whatever its parameters.
    func isType(of contentType: String) -> Bool {
        let name = contentType.prefix { $0 != ";" }
        return name.trimmed.lowercased() == rawValue
    }
}

/// A range of media types in an `Accept` header, with how welcome it is.
private struct AcceptedRange {
    let name: String
    let quality: Double

    init(_ text: Substring) {
        let parts = text.split(separator: ";")
        name = (parts.first ?? "").trimmed.lowercased()
        let given = parts.dropFirst().map(\.trimmed).first { $0.lowercased().hasPrefix("q=") }
        quality = given.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
    }

    /// 2 for a type, 1 for all subtypes of one, 0 for everything.
    var precision: Int { name == "*/*" ? 0 : name.hasSuffix("/*") ? 1 : 2 }

    func includes(_ type: MediaType) -> Bool {
        switch precision {
        case 0: true
        case 1: type.rawValue.hasPrefix(name.dropLast())
        default: type.rawValue == name
        }
    }
}

extension Substring {
    /// Without blanks at both ends.
    fileprivate var trimmed: Substring {
        let start = drop { $0 == " " || $0 == "\t" }
        guard let last = start.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return "" }
        return start[...last]
    }
}
