import AnnalsCodec
import AnnalsIntegrity
package import AnnalsLog
package import AnnalsModel
import AnnalsProjections

/// The snapshots of a store: a checked cache, of which any part may go at any time without loss.
package struct SnapshotStore: Sendable {
    /// The log whose projections they are of.
    package let log: EventLog

    /// - Parameter log: Open for writing for every verb that changes something.
    package init(log: EventLog) {
        self.log = log
    }

    /// One complete snapshot, without its pages.
    struct Entry {
        let id: Int64
        let projection: String
        /// State after this event.
        let position: Int64
        /// Bytes of the image before compression.
        let size: Int64
        /// Bytes of its chunks.
        let stored: Int64
        /// Stored bytes of the events that the projection's patterns match, up to the position.
        let matched: Int64
        let digest: [UInt8]
    }

    /// A snapshot that could not be used, in words for a person.
    package struct Damage: Sendable {
        /// The projection whose tables it holds.
        package let projection: String
        /// The event after which it was made.
        package let position: Int64
    }

    // MARK: Reading

    /// The complete snapshots of a definition up to a position, last first.
    static func entries(
        of definition: ProjectionDefinition, through position: Int64, _ reader: LogReader
    ) throws(StoreError) -> [Entry] {
        let rows = try reader.statements.statement(
            """
            SELECT id, position, size, stored, matched, digest FROM snapshots
            WHERE projection = ? AND definition = ? AND position <= ? AND complete = 1
            ORDER BY position DESC
            """)
        rows.bind(1, definition.name)
        rows.bind(2, definition.digest)
        rows.bind(3, position)
        var found: [Entry] = []
        while try rows.step() {
            found.append(
                Entry(
                    id: rows.int64(0), projection: definition.name, position: rows.int64(1),
                    size: rows.int64(2), stored: rows.int64(3), matched: rows.int64(4),
                    digest: rows.bytes(5)))
        }
        return found
    }

    /// The nearest snapshot at or before a position that is intact.
    ///
    /// - Parameter onDamage: Gets those that were passed over.
    /// - Returns: nil if there is none.
    static func nearest(
        of definition: ProjectionDefinition, through position: Int64, _ reader: LogReader,
        onDamage: (Damage) -> Void
    ) throws(StoreError) -> (position: Int64, image: [UInt8])? {
        for entry in try entries(of: definition, through: position, reader) {
            if let image = try image(entry, reader) { return (entry.position, image) }
            onDamage(Damage(projection: definition.name, position: entry.position))
        }
        return nil
    }

    /// The pages of a snapshot; nil if they are not those that were written.
    static func image(_ entry: Entry, _ reader: LogReader) throws(StoreError) -> [UInt8]? {
        let rows = try reader.statements.statement(
            "SELECT n, size, body FROM snapshot_chunks WHERE snapshot = ? ORDER BY n")
        rows.bind(1, entry.id)
        defer { rows.reset() }
        // What a damaged row says of sizes must not decide how much memory is taken.
        guard entry.size >= 0, entry.size <= entry.stored * maximumRatio else { return nil }
        var image: [UInt8] = []
        image.reserveCapacity(Int(entry.size))
        var next: Int64 = 0
        while try rows.step() {
            let size = rows.int64(1)
            guard rows.int64(0) == next, size >= 0, size <= Int64(Limits.snapshotChunkBytesMax)
            else { return nil }
            let body = rows.bytes(2)
            if Int64(body.count) == size {
                image.append(contentsOf: body)
            } else if let plain = try? decompressBlock(body, size: Int(size)) {
                image.append(contentsOf: plain)
            } else {
                return nil
            }
            next += 1
        }
        guard Int64(image.count) == entry.size, Digest(hashing: image).bytes == entry.digest
        else { return nil }
        return image
    }

    /// An LZ4 block holds at most 255 bytes for each of its own.
    private static let maximumRatio: Int64 = 256

    // MARK: Dropping

    /// Removes every snapshot.
    ///
    /// - Returns: Number of those that were complete.
    @discardableResult
    package func removeAll() throws(StoreError) -> Int64 {
        try log.write { transaction in
            transaction.touch()
            let statements = transaction.statements
            let count =
                try statements.integer(
                    "SELECT count(*) FROM snapshots WHERE complete = 1") ?? 0
            try statements.run("DELETE FROM snapshot_chunks")
            try statements.run("DELETE FROM snapshots")
            return count
        }
    }
}

extension ProjectionDefinition {
    /// SHA-256 of the definition's text, as `projections.sha256` holds it.
    var digest: [UInt8] {
        Digest(hashing: Array(source.utf8)).bytes
    }
}
