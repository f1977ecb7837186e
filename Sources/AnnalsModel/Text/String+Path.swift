// Foundation's own for this stop the process at a path of one character (Swift 6.3, Linux).

extension String {
    private static let slash = UInt8(ascii: "/")

    /// The last part of a path, without slashes behind it; `/` of the root itself.
    package var lastPathPart: String {
        let bytes = Array(utf8)
        guard let last = bytes.lastIndex(where: { $0 != Self.slash }) else {
            return bytes.isEmpty ? "" : "/"
        }
        let first = bytes[...last].lastIndex(of: Self.slash).map { $0 + 1 } ?? 0
        return String(decoding: bytes[first...last], as: UTF8.self)
    }

    /// A path without its last part: empty for a bare name, `/` for what lies in the root.
    package var pathWithoutLastPart: String {
        let bytes = Array(utf8)
        guard let last = bytes.lastIndex(where: { $0 != Self.slash }) else {
            return bytes.isEmpty ? "" : "/"
        }
        guard let cut = bytes[...last].lastIndex(of: Self.slash) else { return "" }
        guard let end = bytes[..<cut].lastIndex(where: { $0 != Self.slash }) else { return "/" }
        return String(decoding: bytes[...end], as: UTF8.self)
    }
}
