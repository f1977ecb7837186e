/// Paths where something happened that is not captured yet.
///
/// It says where to look and not what happened: what is there when it is looked at counts.
struct PendingChanges {
    /// Files and links, or what was one.
    private(set) var files: Set<WorkspacePath> = []
    /// Folders to be listed, with all below them; the empty path is the whole workspace.
    private(set) var folders: Set<[UInt8]> = []
    /// Folders of which the permissions or times changed.
    private(set) var attributes: Set<[UInt8]> = []
    /// Since when something waits.
    private(set) var since: ContinuousClock.Instant?

    /// Whether nothing waits.
    var isEmpty: Bool { since == nil }

    mutating func add(file: WorkspacePath) {
        files.insert(file)
        begin()
    }

    mutating func add(folder: [UInt8]) {
        folders.insert(folder)
        begin()
    }

    mutating func add(attributesOf folder: [UInt8]) {
        attributes.insert(folder)
        begin()
    }

    /// Takes back what could not be captured.
    mutating func add(_ other: PendingChanges) {
        files.formUnion(other.files)
        folders.formUnion(other.folders)
        attributes.formUnion(other.attributes)
        if !other.isEmpty { begin() }
    }

    private mutating func begin() {
        if since == nil { since = .now }
    }

    /// The folders to be listed, without those below others.
    var outermostFolders: [[UInt8]] {
        folders.filter { folder in !folder.ancestors.contains { folders.contains($0) } }
    }
}

extension [UInt8] {
    /// The paths of the folders on the way to a path, the empty one first.
    var ancestors: [[UInt8]] {
        guard !isEmpty else { return [] }
        return [[]] + indices.filter { self[$0] == UInt8(ascii: "/") }.map { Array(self[..<$0]) }
    }
}
