import AnnalsLog
package import AnnalsModel
import Foundation

/// A pattern of paths that are left out: `*.log`, `devlogs/`, `agent_workspaces/*/inbox/**`.
///
/// It is written as a line of git's ignore files is, and matched against paths from the workspace's
/// folder. One that ends in a slash matches folders alone. What lies in a folder that matches is
/// left out with it. A pattern that plainly means a path of the folder, written otherwise, is
/// taken as that: `./.env`, `fleet/.env` where the folder is `fleet`, or an absolute path.
package struct PathPattern: Hashable, Sendable {
    /// The pattern as it was written.
    package let text: String
    /// The pattern as it is matched, which means the same wherever the folder is.
    package let meaning: String
    private let glob: PathGlob
    private let foldersOnly: Bool

    /// Reads a pattern.
    ///
    /// - Parameter folder: The workspace's folder, where parts of its own path may stand in front.
    /// - Throws: `invalidArgument` if nothing can match it, or if it takes back another.
    package init(_ text: String, in folder: WorkspaceFolder.Place? = nil) throws(StoreError) {
        self.text = text
        meaning = try Self.meaning(of: text, in: folder)
        var bytes = Array(meaning.utf8)
        foldersOnly = bytes.last == UInt8(ascii: "/")
        if foldersOnly { bytes.removeLast() }
        let isAnchored = bytes.first == UInt8(ascii: "/")
        if isAnchored { bytes.removeFirst() }
        guard let glob = PathGlob(bytes, isAnchored: isAnchored) else { throw Self.refusal(text) }
        self.glob = glob
    }

    /// Whether a file or folder itself matches; what lies below a matching folder need not.
    func matches(_ path: [UInt8], isFolder: Bool) -> Bool {
        (isFolder || !foldersOnly) && glob.matches(path[...])
    }

    // MARK: What it means

    private static func meaning(
        of text: String, in folder: WorkspaceFolder.Place?
    ) throws(StoreError) -> String {
        guard text.utf8.first != UInt8(ascii: "!") else {
            throw StoreError(
                .invalidArgument,
                "\(text.quotedForMessage) takes back what another pattern leaves out, which only a"
                    + " line of \(IgnoreFile.ownName) can do: write it there, or leave out the"
                    + " first character")
        }
        var names = text.utf8.split(separator: UInt8(ascii: "/")).map { String(Substring($0)) }
        let isAbsolute = text.utf8.first == UInt8(ascii: "/")
        let isBelow = names.contains { $0 == "." || $0 == ".." }
        var isAnchored = isAbsolute || isBelow || names.count > 1
        let own = folder?.prefix(of: names, isAbsolute: isAbsolute) ?? 0
        if own > 0 { isAnchored = true }
        names = names.dropFirst(own).filter { $0 != "." }
        guard !names.contains("..") else {
            throw StoreError(
                .invalidArgument,
                "\(text.quotedForMessage) leads out of the folder: write a path in it, such as"
                    + " config/secret.json")
        }
        guard !names.isEmpty, names != ["**"] || !isAnchored else {
            throw own > 0 || isBelow ? wholeFolder(text) : refusal(text)
        }
        // A slash in front or in the middle ties it to the folder.
        let path = names.joined(separator: "/")
        let end = text.utf8.last == UInt8(ascii: "/") ? "/" : ""
        return (isAnchored && names.count == 1 ? "/" : "") + path + end
    }

    private static func refusal(_ text: String) -> StoreError {
        StoreError(
            .invalidArgument,
            "\(text.quotedForMessage) is no pattern of paths: write one like *.log, devlogs/ or"
                + " config/backup/**")
    }

    private static func wholeFolder(_ text: String) -> StoreError {
        StoreError(
            .invalidArgument,
            "\(text.quotedForMessage) is the whole folder: write a path in it, such as devlogs/")
    }
}

extension WorkspaceFolder {
    /// Where a workspace's folder is, and what lies in it at the top.
    package struct Place: Sendable {
        /// The absolute path, without links where it leads anywhere.
        package let path: String
        /// The names of the path as it was given, without `.`.
        let given: [String]
        /// The names of the absolute paths that lead to it: as given, and without links.
        let absolute: [[String]]
        /// Whether there is an entry of a name in it.
        let hasEntry: @Sendable (String) -> Bool

        /// Looks at a folder.
        package init(of path: String) {
            func names(_ path: String) -> [String] {
                path.split(separator: "/").map(String.init).filter { $0 != "." }
            }
            let current = FileManager.default.currentDirectoryPath
            let full = path.hasPrefix("/") ? path : "\(current)/\(path)"
            let resolved = System.resolved(path)
            self.path = resolved ?? full
            given = names(path)
            absolute = [names(full)] + (resolved.map { [names($0)] } ?? [])
            hasEntry = { name in
                var status = stat()
                return lstat("\(path)/\(name)", &status) == 0
            }
        }

        /// How many names at the beginning of a pattern lead to the folder and not into it.
        func prefix(of pattern: [String], isAbsolute: Bool) -> Int {
            if isAbsolute { return absolute.first { pattern.starts(with: $0) }?.count ?? 0 }
            let start = pattern.prefix { $0 == "." }.count
            let rest = pattern.dropFirst(start)
            guard let first = rest.first, first == ".." || !hasEntry(first) else { return 0 }
            let own = [given, absolute[0].suffix(1), absolute.last?.suffix(1) ?? []].first {
                names in
                // A bare name may stand for any entry of that name.
                !names.isEmpty && rest.count > names.count && rest.starts(with: names)
            }
            return own.map { start + $0.count } ?? 0
        }
    }
}
