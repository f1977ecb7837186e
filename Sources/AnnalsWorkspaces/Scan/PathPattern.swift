package import AnnalsModel

/// A pattern of paths that are left out: `*.log`, `devlogs/`, `agent_workspaces/*/inbox/**`.
///
/// `*` and `?` stand for any characters and for one, but not for a slash; `**` stands for anything;
/// `[a-z]` for one of a set. A pattern with a slash that is not its last character is matched
/// against the path from the workspace's folder, another against each name. One that ends in a
/// slash matches folders alone. What lies in a folder that matches is left out with it.
package struct PathPattern: Hashable, Sendable {
    /// The pattern as it was written.
    package let text: String
    private let bytes: [UInt8]
    private let isAnchored: Bool
    private let foldersOnly: Bool

    /// Reads a pattern.
    ///
    /// - Throws: `invalidArgument` if it is empty or a set has no end.
    package init(_ text: String) throws(StoreError) {
        self.text = text
        var bytes = Array(text.utf8)
        foldersOnly = bytes.last == UInt8(ascii: "/")
        if foldersOnly { bytes.removeLast() }
        isAnchored = bytes.contains(UInt8(ascii: "/"))
        if bytes.first == UInt8(ascii: "/") { bytes.removeFirst() }
        self.bytes = bytes
        var isInSet = false
        for byte in bytes {
            if byte == UInt8(ascii: "[") { isInSet = true }
            if byte == UInt8(ascii: "]") { isInSet = false }
        }
        guard !bytes.isEmpty, !isInSet else {
            throw StoreError(
                .invalidArgument,
                "\(text.quotedForMessage) is no pattern of paths: write one like *.log, devlogs/ or"
                    + " config/backup/**")
        }
    }

    /// Whether a file or folder itself matches; what lies below a matching folder need not.
    func matches(_ path: [UInt8], isFolder: Bool) -> Bool {
        if foldersOnly && !isFolder { return false }
        let name = path.lastIndex(of: UInt8(ascii: "/")).map { path[($0 + 1)...] } ?? path[...]
        return Self.matches(bytes[...], isAnchored ? path[...] : name)
    }

    private static func matches(_ pattern: ArraySlice<UInt8>, _ text: ArraySlice<UInt8>) -> Bool {
        var pattern = pattern
        var text = text
        // Where to go on if a star must stand for one character more.
        var retry: (pattern: ArraySlice<UInt8>, text: ArraySlice<UInt8>, crosses: Bool)?
        while true {
            if let star = takeStar(&pattern) {
                retry = (pattern, text, star)
                continue
            }
            if pattern.isEmpty && text.isEmpty { return true }
            if takeOne(&pattern, &text) { continue }
            guard let last = retry, let skipped = last.text.first,
                last.crosses || skipped != UInt8(ascii: "/")
            else { return false }
            pattern = last.pattern
            text = last.text.dropFirst()
            retry = (pattern, text, last.crosses)
        }
    }

    /// Takes stars off the pattern: nil if there is none, else whether they may cross slashes.
    private static func takeStar(_ pattern: inout ArraySlice<UInt8>) -> Bool? {
        let stars = pattern.prefix { $0 == UInt8(ascii: "*") }.count
        guard stars > 0 else { return nil }
        pattern = pattern.dropFirst(stars)
        return stars > 1
    }

    /// Takes one character off both if they agree.
    private static func takeOne(
        _ pattern: inout ArraySlice<UInt8>, _ text: inout ArraySlice<UInt8>
    ) -> Bool {
        guard let wanted = pattern.first, let byte = text.first else { return false }
        if wanted == UInt8(ascii: "["), let end = pattern.firstIndex(of: UInt8(ascii: "]")) {
            guard isIn(pattern[(pattern.startIndex + 1)..<end], byte) else { return false }
            pattern = pattern[(end + 1)...]
        } else {
            let isAny = wanted == UInt8(ascii: "?") && byte != UInt8(ascii: "/")
            guard isAny || wanted == byte else { return false }
            pattern = pattern.dropFirst()
        }
        text = text.dropFirst()
        return true
    }

    private static func isIn(_ set: ArraySlice<UInt8>, _ byte: UInt8) -> Bool {
        var rest = set
        let isNegated = rest.first == UInt8(ascii: "!") || rest.first == UInt8(ascii: "^")
        if isNegated { rest = rest.dropFirst() }
        var isFound = false
        while let low = rest.popFirst() {
            var high = low
            if rest.first == UInt8(ascii: "-"), let end = rest.dropFirst().first {
                high = end
                rest = rest.dropFirst(2)
            }
            isFound = isFound || low <= byte && byte <= high
        }
        return isFound != isNegated && byte != UInt8(ascii: "/")
    }
}
