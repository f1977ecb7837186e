import AnnalsLog
import AnnalsModel

/// A projection of a store whose tables follow the log.
struct InstalledProjection: Equatable {
    /// Its definition, vetted again, because a store's file may come from anywhere.
    let definition: ProjectionDefinition
    /// SHA-256 of the definition's text.
    let digest: [UInt8]
    /// Position of the event that installed it.
    let position: Int64
    /// Failures of which the refused streams are known.
    var knownFailures: Int64 = 0

    /// Two are the same if the store says so.
    static func == (left: InstalledProjection, right: InstalledProjection) -> Bool {
        left.definition.name == right.definition.name && left.digest == right.digest
            && left.position == right.position
    }

    /// The store's projections whose tables follow the log, in the order of their names.
    ///
    /// - Parameter known: What was read before: an unchanged definition is not read again.
    /// - Throws: `projectionInvalid` if a definition in the store is not one that `add` takes.
    static func following(
        _ statements: StatementCache, known: [InstalledProjection]
    ) throws(StoreError) -> [InstalledProjection] {
        let rows = Dictionary(uniqueKeysWithValues: known.map { ($0.definition.name, $0.row) })
        var found: [InstalledProjection] = []
        for row in try AdministrationTables(statements).following(known: rows) {
            let same = known.first {
                $0.definition.name == row.name && $0.digest == row.digest
                    && $0.position == row.position
            }
            if let same {
                found.append(same)
                continue
            }
            let definition = try ProjectionDefinition(name: row.name, source: row.source)
            found.append(
                InstalledProjection(
                    definition: definition, digest: row.digest, position: row.position))
        }
        return found
    }

    /// As the store has it.
    private var row: InstalledDefinition {
        InstalledDefinition(
            name: definition.name, source: definition.source, digest: digest, position: position)
    }

    /// The number of events that this projection refused.
    func failureCount(_ statements: StatementCache) throws(StoreError) -> Int64 {
        try FailureTable(statements).count(of: definition.name)
    }

    /// The streams of which this projection refused some event.
    func refusedStreams(_ statements: StatementCache) throws(StoreError) -> Set<StreamName> {
        let table = StreamTable(statements)
        var streams: Set<StreamName> = []
        for id in try FailureTable(statements).streams(refusedBy: definition.name) {
            if let name = try table.name(of: id) { streams.insert(name) }
        }
        return streams
    }
}
