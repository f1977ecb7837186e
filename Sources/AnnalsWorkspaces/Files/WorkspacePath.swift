import AnnalsModel

/// Where a file stands in a workspace, relative to the workspace's folder.
///
/// Kept as the id of its stream `file/<path>`: text, in which control characters, `%` and bytes
/// that are not UTF-8 are percent-encoded. Paths are equal if their bytes are.
package struct WorkspacePath: Hashable, Comparable, Sendable {
    private let text: ExactString

    /// The id of its stream: the path, percent-encoded where it must be.
    package var id: String { text.text }

    /// Wraps the id of a `file/` stream.
    package init(id: String) {
        text = ExactString(id)
    }

    /// Encodes a path as the file system has it.
    package init(bytes: some Sequence<UInt8>) {
        text = ExactString(StreamName.percentEncoded(path: bytes))
    }

    /// The bytes of the path as the file system has them.
    package var bytes: [UInt8] {
        StreamName.pathBytes(percentEncoded: id) ?? Array(id.utf8)
    }

    /// The names between the slashes, still encoded.
    package var components: [String] {
        id.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            .map { String(Substring($0)) }
    }

    /// The last of its names, still encoded.
    package var name: String { components.last ?? id }

    /// Whether it leads to a place below the folder, by names alone.
    ///
    /// A store from a stranger may name `../x` or `/x`; nothing is written there.
    package var staysBelow: Bool {
        let parts = bytes.split(
            separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        return !parts.isEmpty
            && parts.allSatisfy { part in
                !part.isEmpty && !part.elementsEqual(".".utf8) && !part.elementsEqual("..".utf8)
                    && !part.contains(0)
            }
    }

    /// Why no file can be at it; nil if one can.
    ///
    /// Anybody may append to a stream whose id is no path: what goes through files passes over it.
    package var problem: String? {
        if id.utf8.count > Limits.idBytesMax { return "it is too long for a stream" }
        // Two ids for one path would be two histories of one file.
        if StreamName.pathBytes(percentEncoded: id) == nil {
            return "it is not percent-encoded as the paths of files are"
        }
        if !staysBelow { return "it leads out of the folder, or a name in it is empty, . or .." }
        return isNeverCaptured ? "it lies in a .git" : nil
    }

    /// Whether no capture ever has it, because it lies in a `.git`; a store from a stranger may.
    package var isNeverCaptured: Bool {
        components.contains { $0.lowercasedASCII == ".git" }
    }

    /// Whether the path's bytes come before the other's.
    package static func < (left: WorkspacePath, right: WorkspacePath) -> Bool {
        left.text < right.text
    }
}

extension WorkspacePath: CustomStringConvertible, ExpressibleByStringLiteral {
    /// The path as ``id``.
    package var description: String { id }

    /// Wraps a literal path.
    package init(stringLiteral value: String) {
        self.init(bytes: value.utf8)
    }
}
