import AnnalsModel

extension WorkspaceImport {
    /// Adds what a later part of the same capture did.
    mutating func add(_ other: WorkspaceImport) {
        captured += other.captured
        bytes += other.bytes
        unchanged += other.unchanged
        moved += other.moved
        deleted += other.deleted
        modeChanged += other.modeChanged
        documentsChanged.merge(other.documentsChanged) { $0 + $1 }
        findings += other.findings
        findingsBefore += other.findingsBefore
        omissions += other.omissions
        redactions += other.redactions
        events += other.events
        head = max(head, other.head)
    }
}
