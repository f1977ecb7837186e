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
    typealias Entry = SnapshotTable.Row

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
        let entries = try SnapshotTable(reader.statements).rows(
            of: SnapshotTable.Definition(name: definition.name, digest: definition.digest),
            through: position)
        var found: [Entry] = []
        for entry in entries {
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
            guard try append(entry, to: &tables, after: older, reader) else { return nil }
            older = entry.digest
        }
        return tables
    }

    /// Goes on by one snapshot from the rows of the one before it.
    ///
    /// - Parameter older: The digest of the one before it; empty if it stands alone.
    /// - Returns: Whether it is as it was written; after one that is not, the tables cannot be used
    ///   any more.
    static func append(
        _ entry: Entry, to tables: inout StoredTables, after older: [UInt8], _ reader: LogReader
    ) throws(StoreError) -> Bool {
        guard try isPossible(entry, reader) else { return false }
        return try tables.append { bytes throws(StoreError) in
            let start = bytes.count
            guard try read(entry, into: &bytes, reader) else { return false }
            return SnapshotDraft.digest(of: bytes[start...], after: older) == entry.digest
        }
    }

    /// Whether the chunks of a snapshot can hold as many bytes as its row says.
    private static func isPossible(_ entry: Entry, _ reader: LogReader) throws(StoreError) -> Bool {
        let stored = try SnapshotTable(reader.statements).chunkBytes(of: entry.id)
        return stored == entry.stored && entry.size / maximumRatio <= entry.stored
    }

    /// Appends the plain bytes of one snapshot.
    ///
    /// - Returns: Whether they are not damaged in a way that shows already here.
    private static func read(
        _ entry: Entry, into bytes: inout [UInt8], _ reader: LogReader
    ) throws(StoreError) -> Bool {
        let start = bytes.count
        var next: Int64 = 0
        let isWhole = try SnapshotTable(reader.statements).forEachChunk(of: entry.id) {
            n, size, body in
            guard n == next, size >= 0, size <= Int64(Limits.snapshotChunkBytesMax) else {
                return false
            }
            next += 1
            if body.count == Int(size) {
                bytes.append(contentsOf: body)
                return true
            }
            return decompressBlock(body, size: Int(size), appendingTo: &bytes)
        }
        return isWhole && Int64(bytes.count - start) == entry.size
    }

    /// An LZ4 block holds at most 255 bytes for each of its own.
    private static let maximumRatio: Int64 = 256

    // MARK: Dropping

    /// Removes every snapshot.
    ///
    /// - Returns: Number of those that were complete.
    @discardableResult
    package func removeAll() throws(StoreError) -> Int64 {
        try log.keep { transaction in try SnapshotTable(transaction.statements).removeAll() }
    }
}

extension ProjectionDefinition {
    /// SHA-256 of the definition's text, as `projections.sha256` holds it.
    var digest: [UInt8] {
        Digest(hashing: Array(source.utf8)).bytes
    }
}
