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
        let rows = try statements.statement(
            """
            SELECT name, sha256, position, source FROM projections
            WHERE applied = -1 ORDER BY name
            """)
        defer { rows.reset() }
        var found: [InstalledProjection] = []
        while try rows.step() {
            let (name, digest, position) = (rows.text(0), rows.bytes(1), rows.int64(2))
            let same = known.first {
                $0.definition.name == name && $0.digest == digest && $0.position == position
            }
            if let same {
                found.append(same)
                continue
            }
            let definition = try ProjectionDefinition(name: name, source: rows.text(3))
            found.append(
                InstalledProjection(definition: definition, digest: digest, position: position))
        }
        return found
    }

    /// The number of events that this projection refused.
    func failureCount(_ statements: StatementCache) throws(StoreError) -> Int64 {
        let rows = try statements.statement(
            "SELECT count(*) FROM projection_failures WHERE projection = ?")
        rows.bind(1, definition.name)
        defer { rows.reset() }
        return try rows.step() ? rows.int64(0) : 0
    }

    /// The streams of which this projection refused some event.
    func refusedStreams(_ statements: StatementCache) throws(StoreError) -> Set<StreamName> {
        let rows = try statements.statement(
            """
            SELECT DISTINCT s.category, s.key FROM projection_failures AS f
            JOIN events AS e ON e.position = f.position
            JOIN streams AS s ON s.id = e.stream
            WHERE f.projection = ?
            """)
        rows.bind(1, definition.name)
        defer { rows.reset() }
        var streams: Set<StreamName> = []
        while try rows.step() {
            streams.insert(try StreamName(category: rows.text(0), id: rows.text(1)))
        }
        return streams
    }
}

extension ProjectionFailure {
    /// Puts a failure where `projections failures` finds it.
    static let insertion = """
        INSERT OR REPLACE INTO projection_failures (projection, position, line, message)
        VALUES (?, ?, ?, ?)
        """

    /// Binds the parts to the insertion's parameters.
    func bind(_ statement: Statement) {
        statement.bind(1, projection)
        statement.bind(2, position)
        statement.bind(3, Int64(line))
        statement.bind(4, message)
    }
}
