import AnnalsLog
package import AnnalsModel

/// What a process that serves a store for long should watch.
package struct StoreUpkeep: Sendable {
    /// Position of the last event.
    package let head: Int64
    /// Bytes of the write-ahead log.
    package let walBytes: Int64
    /// Position of the newest snapshot; 0 if there is none.
    package let snapshotPosition: Int64
    /// When the last backup was noted; nil if none was.
    package let backedUpAt: Timestamp?
}

extension Store {
    /// Looks at what should be watched, in some milliseconds at most.
    package func upkeep() throws(StoreError) -> StoreUpkeep {
        let backups = try StreamName(
            category: StreamName.ownCategory, id: Administration.backups)
        var query = EventQuery(stream: backups, includesAdministration: true)
        query.isReversed = true
        let last = try events(query).next()
        return try log.read { reader throws(StoreError) in
            let head = try reader.head()
            return StoreUpkeep(
                head: head,
                walBytes: LogReader.bytes(ofFile: reader.path + "-wal"),
                snapshotPosition: try SnapshotTable(reader.statements).newestPosition(),
                backedUpAt: last?.recordedAt)
        }
    }

    /// Has a closure told of every commit of this process that appended events, soon after those
    /// who appended were answered; it must return at once.
    package func observeCommits(
        _ body: @escaping @Sendable (_ events: Int64, _ head: Int64, _ seconds: Double) -> Void
    ) {
        log.observeCommits { commit in
            body(commit.head - commit.before, commit.head, commit.seconds)
        }
    }

    /// Returns when those who observe were told of every commit that was answered.
    package func waitForCommitObservers() { log.waitForObservers() }
}
