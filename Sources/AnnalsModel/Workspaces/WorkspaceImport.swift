/// What an import of a workspace did, or would do.
public struct WorkspaceImport: Sendable {
    /// Files with a new version.
    public package(set) var captured = 0
    /// Bytes of these versions.
    public package(set) var bytes: Int64 = 0
    /// Files whose bytes and permissions were as the store has them.
    public package(set) var unchanged = 0
    /// Files that are at another path now.
    public package(set) var moved = 0
    /// Files that are gone.
    public package(set) var deleted = 0
    /// Files of which only the permissions changed.
    public package(set) var modeChanged = 0
    /// Documents that the changed files made, changed or took back, by category.
    public package(set) var documentsChanged: [String: Int] = [:]
    /// Documents that all files together speak of now, by category.
    public package(set) var understood: [String: Int] = [:]
    /// Files that look like something of a category although no rule makes anything of them, by
    /// category.
    public package(set) var unread: [String: Int] = [:]
    /// What was not understood or not captured, in order of paths.
    ///
    /// What was found of captured files before is only among them if the options ask for all.
    public package(set) var findings: [WorkspaceFinding] = []
    /// Number of findings about captured files that were there before and are not listed.
    public package(set) var findingsBefore = 0
    /// Paths that were left out on purpose.
    public package(set) var omissions: [WorkspaceOmission] = []
    /// How much each pattern left out; those that were given are listed even if it is nothing.
    public package(set) var patterns: [WorkspacePatternUse] = []
    /// What was replaced in files with a new version, in order of paths.
    public package(set) var redactions: [WorkspaceRedaction] = []
    /// Whether settings of an earlier capture of the workspace were used.
    public package(set) var usesRememberedSettings = false
    /// Events that were appended.
    public package(set) var events = 0
    /// Position of the last event in the log.
    public package(set) var head: Int64 = 0

    /// Nothing was done yet.
    package init() {}
}
