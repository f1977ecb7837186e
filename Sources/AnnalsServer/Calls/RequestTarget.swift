import AnnalsModel
import HTTPTypes

/// The path and the query of a request, read once and strictly: what two programs could read in two
/// ways is refused.
struct RequestTarget: Sendable {
    /// What is between the path's slashes, decoded.
    let parts: [String]
    /// The members of the query in order, decoded.
    let query: [(name: String, value: String)]

    /// Reads a request's target in origin form (RFC 9112, section 3.2.1).
    ///
    /// - Parameter place: What it is, in messages.
    /// - Throws: `Problem` 400 for what is no such target.
    init(_ text: String, in place: String = "the URL") throws(Problem) {
        guard text.utf8.first == UInt8(ascii: "/") else {
            throw Problem(.badRequest, "invalid_argument", "the target of the request is no path")
        }
        let halves = text.utf8.split(
            separator: UInt8(ascii: "?"), maxSplits: 1, omittingEmptySubsequences: false)
        var parts: [String] = []
        for part in halves[0].dropFirst().split(
            separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        {
            let decoded = try Self.decoded(part, plusIsBlank: false, in: place)
            guard decoded != ".", decoded != ".." else {
                throw Problem(
                    .badRequest, "invalid_argument", "the path has a part of dots alone")
            }
            parts.append(decoded)
        }
        self.parts = parts
        query = try halves.count < 2 ? [] : Self.members(of: halves[1], in: place)
    }

    private static func members(
        of text: Substring.UTF8View, in place: String
    ) throws(Problem) -> [(name: String, value: String)] {
        var members: [(name: String, value: String)] = []
        for member in text.split(separator: UInt8(ascii: "&")) {
            let sides = member.split(
                separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            members.append(
                (
                    try decoded(sides[0], plusIsBlank: true, in: place),
                    sides.count < 2 ? "" : try decoded(sides[1], plusIsBlank: true, in: place)
                ))
        }
        return members
    }

    /// The text of percent-encoded bytes.
    private static func decoded(
        _ text: Substring.UTF8View, plusIsBlank: Bool, in place: String
    ) throws(Problem) -> String {
        let plus = UInt8(ascii: "+")
        let bytes = PercentEncoding.bytes(
            of: text.lazy.map { plusIsBlank && $0 == plus ? UInt8(ascii: " ") : $0 })
        guard let bytes else {
            throw Problem(
                .badRequest, "invalid_argument",
                "a percent sign in \(place) has no two hexadecimal digits after it")
        }
        guard let decoded = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
            throw Problem(
                .badRequest, "invalid_argument",
                "\(place) holds bytes that are no text in UTF-8, or a zero")
        }
        return decoded
    }
}
