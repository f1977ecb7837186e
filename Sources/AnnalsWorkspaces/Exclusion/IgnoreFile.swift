/// A line of an ignore file: what it leaves out, or takes back.
struct IgnoreRule: Hashable, Sendable {
    /// The line, without blanks at its end.
    let text: String
    /// Whether it takes back what an earlier line leaves out.
    let isNegated: Bool
    private let foldersOnly: Bool
    private let glob: PathGlob

    /// Reads a line.
    ///
    /// - Returns: nil for one that is empty, a remark, or matches nothing.
    init?(_ line: some Sequence<UInt8>) {
        var bytes = Self.withoutBlanksAtEnd(Array(line))
        guard let first = bytes.first, first != UInt8(ascii: "#") else { return nil }
        text = String(decoding: bytes, as: UTF8.self)
        isNegated = first == UInt8(ascii: "!")
        if isNegated { bytes.removeFirst() }
        foldersOnly = bytes.last == UInt8(ascii: "/")
        if foldersOnly { bytes.removeLast() }
        let isAnchored = bytes.first == UInt8(ascii: "/")
        if isAnchored { bytes.removeFirst() }
        guard let glob = PathGlob(bytes, isAnchored: isAnchored) else { return nil }
        self.glob = glob
    }

    /// Whether a path, from the folder that the file lies in, matches.
    func matches(_ path: ArraySlice<UInt8>, isFolder: Bool) -> Bool {
        (isFolder || !foldersOnly) && glob.matches(path)
    }

    /// A backslash keeps the blank behind it.
    private static func withoutBlanksAtEnd(_ line: [UInt8]) -> [UInt8] {
        var line = line
        while line.last == UInt8(ascii: " ") {
            let escapes = line.dropLast().reversed().prefix { $0 == UInt8(ascii: "\\") }.count
            guard escapes.isMultiple(of: 2) else { break }
            line.removeLast()
        }
        return line
    }
}

/// A file with patterns of what is left out of the folder it lies in and of those below it, in the
/// syntax of git's.
struct IgnoreFile: Sendable {
    /// The name of Annals' own.
    static let ownName = ".annalsignore"
    /// The name of git's.
    static let gitName = ".gitignore"

    /// Its lines, in order; the last that matches decides.
    let rules: [IgnoreRule]

    /// Reads a text.
    init(_ bytes: [UInt8]) {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes[...]
        rules = text.split(separator: UInt8(ascii: "\n")).compactMap { line in
            IgnoreRule(line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
        }
    }

    /// The last line that matches a path, from the folder that the file lies in.
    func rule(for path: ArraySlice<UInt8>, isFolder: Bool) -> IgnoreRule? {
        rules.last { $0.matches(path, isFolder: isFolder) }
    }
}
