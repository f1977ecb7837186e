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
        /// The older snapshot from which this one goes on; nil if it stands alone.
        let base: Int64?
        /// Bytes before compression.
        let size: Int64
        /// Bytes of its chunks.
        let stored: Int64
        /// Stored bytes of the events that the projection's patterns match, up to the position.
        let matched: Int64
        let digest: [UInt8]

        /// Whether a store can have written its numbers, so that one can calculate with them.
        var isPossible: Bool {
            (0...Limits.positionMax).contains(position)
                && [size, stored, matched].allSatisfy { (0...Limits.logBytesMax).contains($0) }
        }
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
    ///
    /// - Parameter onDamage: Gets those whose rows say what no store writes; they are left out.
    static func entries(
        of definition: ProjectionDefinition, through position: Int64, _ reader: LogReader,
        onDamage: (Damage) -> Void = { _ in }
    ) throws(StoreError) -> [Entry] {
        let rows = try reader.statements.statement(
            """
            SELECT id, position, base, size, stored, matched, digest FROM snapshots
            WHERE projection = ? AND definition = ? AND position <= ? AND complete = 1
            ORDER BY position DESC
            """)
        rows.bind(1, definition.name)
        rows.bind(2, definition.digest)
        rows.bind(3, position)
        var found: [Entry] = []
        while try rows.step() {
            let entry = Entry(
                id: rows.int64(0), projection: definition.name, position: rows.int64(1),
                base: rows.optionalInt64(2), size: rows.int64(3), stored: rows.int64(4),
                matched: rows.int64(5), digest: rows.bytes(6))
            if entry.isPossible {
                found.append(entry)
            } else {
                onDamage(Damage(projection: definition.name, position: entry.position))
            }
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
    ) throws(StoreError) -> (position: Int64, tables: StoredTables)? {
        let entries = try entries(of: definition, through: position, reader, onDamage: onDamage)
        for (index, entry) in entries.enumerated() {
            if let chain = chain(entry, entries[(index + 1)...]),
                let tables = try tables(of: definition, chain, reader)
            {
                return (entry.position, tables)
            }
            onDamage(Damage(projection: definition.name, position: entry.position))
        }
        return nil
    }

    /// The snapshots that one is read from: one that stands alone first, itself last; nil if one
    /// of them is missing.
    ///
    /// - Parameter olderOnes: Those that it may go on from, last first.
    static func chain(_ entry: Entry, _ olderOnes: ArraySlice<Entry>) -> [Entry]? {
        var chain = [entry]
        for older in olderOnes {
            guard let base = chain.last?.base else { break }
            if older.id == base { chain.append(older) }
        }
        return chain.last?.base == nil ? chain.reversed() : nil
    }

    /// The rows of the last snapshot of a chain; nil if one of them is not as it was written.
    static func tables(
        of definition: ProjectionDefinition, _ chain: [Entry], _ reader: LogReader
    ) throws(StoreError) -> StoredTables? {
        // What a damaged row says of sizes must not decide how much memory is taken.
        for entry in chain {
            guard try isPossible(entry, reader) else { return nil }
        }
        var tables = StoredTables(definition)
        tables.reserve(chain.reduce(0) { $0 + Int($1.size) })
        var older: [UInt8] = []
        for entry in chain {
            let isWhole = try tables.append { bytes throws(StoreError) in
                let start = bytes.count
                guard try read(entry, into: &bytes, reader) else { return false }
                return SnapshotDraft.digest(of: bytes[start...], after: older) == entry.digest
            }
            guard isWhole else { return nil }
            older = entry.digest
        }
        return tables
    }

    /// Whether the chunks of a snapshot can hold as many bytes as its row says.
    private static func isPossible(_ entry: Entry, _ reader: LogReader) throws(StoreError) -> Bool {
        let stored = try reader.statements.integer(
            "SELECT sum(length(body)) FROM snapshot_chunks WHERE snapshot = ?", entry.id)
        return (stored ?? 0) == entry.stored && entry.size / maximumRatio <= entry.stored
    }

    /// Appends the plain bytes of one snapshot.
    ///
    /// - Returns: Whether they are not damaged in a way that shows already here.
    private static func read(
        _ entry: Entry, into bytes: inout [UInt8], _ reader: LogReader
    ) throws(StoreError) -> Bool {
        let rows = try reader.statements.statement(
            "SELECT n, size, body FROM snapshot_chunks WHERE snapshot = ? ORDER BY n")
        rows.bind(1, entry.id)
        defer { rows.reset() }
        let start = bytes.count
        var next: Int64 = 0
        while try rows.step() {
            let size = rows.int64(1)
            guard rows.int64(0) == next, size >= 0, size <= Int64(Limits.snapshotChunkBytesMax)
            else { return false }
            let isWhole = rows.withBytes(2) { body in
                if body.count == Int(size) {
                    bytes.append(contentsOf: body)
                    return true
                }
                return decompressBlock(body, size: Int(size), appendingTo: &bytes)
            }
            guard isWhole else { return false }
            next += 1
        }
        return Int64(bytes.count - start) == entry.size
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
