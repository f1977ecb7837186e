/// What a capture did.
package struct CaptureSummary: Sendable {
    /// Files with a new version.
    package var captured = 0
    /// Bytes of these versions.
    package var bytes: Int64 = 0
    /// Files whose bytes and mode were as the store has them.
    package var unchanged = 0
    /// Files that are at another path now.
    package var moved = 0
    /// Files that are gone.
    package var deleted = 0
    /// Files of which only the mode changed.
    package var modeChanged = 0
    /// Documents that the changed files made, changed or took back, by category.
    package var documentsChanged: [String: Int] = [:]
    /// Documents that all files together speak of now, by category.
    package var understood: [String: Int] = [:]
    /// What was not understood or not captured.
    package var findings: [Finding] = []
    /// Paths that were left out on purpose, and why.
    package var leftOut: [LeftOut] = []
    /// Events that were appended.
    package var events = 0
    /// Position of the last event in the log.
    package var head: Int64 = 0

    /// A path that is never captured.
    package struct LeftOut: Hashable, Sendable {
        /// The path.
        package let path: WorkspacePath
        /// Why: `store`, `git`, `exclude` or `temporary`.
        package let reason: String
    }

    /// Nothing was done yet.
    package init() {}

    /// Adds what a later part of the same capture did.
    mutating func add(_ other: CaptureSummary) {
        captured += other.captured
        bytes += other.bytes
        unchanged += other.unchanged
        moved += other.moved
        deleted += other.deleted
        modeChanged += other.modeChanged
        documentsChanged.merge(other.documentsChanged) { $0 + $1 }
        findings += other.findings
        leftOut += other.leftOut
        events += other.events
        head = max(head, other.head)
    }
}
