/// How a folder differs from the files that the store has.
public struct WorkspaceComparison: Sendable {
    /// A file or folder that differs.
    public struct Difference: Sendable, Hashable {
        /// How a file or folder differs.
        public enum Kind: String, Sendable, Hashable, CaseIterable {
            /// It is in the store and not in the folder.
            case missing
            /// It is in the folder and not in the store.
            case extra
            /// Its bytes are others, or it is a link where the store has none.
            case content
            /// Its bytes are the same, its permissions are not.
            case mode
        }

        /// The file or folder, as in its stream `file/<path>`.
        public let path: String
        /// How it differs.
        public let kind: Kind

        /// Creates a difference of its parts.
        package init(path: String, kind: Kind) {
            self.path = path
            self.kind = kind
        }
    }

    /// Files that are the same, byte for byte and in their permissions.
    public package(set) var same = 0
    /// Files and folders that differ, in order of paths.
    public package(set) var differences: [Difference] = []
    /// What could not be compared.
    public package(set) var findings: [WorkspaceFinding] = []
    /// Paths that were left out on purpose.
    public package(set) var omissions: [WorkspaceOmission] = []
    /// How much each pattern left out; those that were given are listed even if it is nothing.
    public package(set) var patterns: [WorkspacePatternUse] = []
    /// The position that the folder was compared with.
    public package(set) var position: Int64 = 0

    /// Nothing was compared yet.
    package init() {}

    /// Whether nothing differs of what is captured, and all of it could be read.
    ///
    /// What is never captured, such as a pipe or a file over the limit, makes no difference.
    public var isSame: Bool { differences.isEmpty && !isUndecided }

    /// Whether something that is captured could not be read, so that it may differ.
    public var isUndecided: Bool {
        findings.contains { $0.kind == .unreadable || $0.kind == .changing }
    }
}
