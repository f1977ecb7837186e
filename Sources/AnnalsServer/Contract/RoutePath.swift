import AnnalsModel

/// A path with places for values, like `/v1/streams/{category}/{id}`.
struct RoutePath: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
    private enum Segment: Sendable, Hashable {
        case word(String)
        case value(String)
    }

    private let segments: [Segment]

    /// The path as it is written here and in the OpenAPI document.
    let description: String

    init(stringLiteral text: String) {
        description = text
        segments = text.split(separator: "/").map { part in
            part.hasPrefix("{") ? .value(String(part.dropFirst().dropLast())) : .word(String(part))
        }
    }

    /// How many parts it has between slashes.
    var count: Int { segments.count }

    /// How many of them are words: of two paths that fit, the one with more words is meant.
    var words: Int {
        segments.count { segment in
            if case .word = segment { true } else { false }
        }
    }

    /// The values of its places in a path.
    ///
    /// - Parameter parts: What is between the path's slashes, decoded.
    /// - Returns: Nil if the path is another one.
    func values(in parts: [String]) -> [String: String]? {
        guard parts.count == segments.count else { return nil }
        var values: [String: String] = [:]
        for (segment, part) in zip(segments, parts) {
            switch segment {
            case .word(let word): guard word == part else { return nil }
            case .value(let name): values[name] = part
            }
        }
        return values
    }
}
