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
    /// The position that the folder was compared with.
    public package(set) var position: Int64 = 0

    /// Nothing was compared yet.
    package init() {}

    /// Whether all could be compared and nothing differs.
    public var isSame: Bool { differences.isEmpty && findings.isEmpty }
}
