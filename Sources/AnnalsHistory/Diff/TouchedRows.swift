import AnnalsLog
import AnnalsModel
import AnnalsProjections

/// The rows of those streams alone that have an event between two moments, as they were at both.
///
/// Where every row of a projection follows from its stream's document alone, rows of other streams
/// are the same at both moments: neither state need be made as a whole.
struct TouchedRows {
    /// A `sqlite3 *` with the rows as they were at the earlier moment.
    let before: MemoryDatabase
    /// The same at the later one.
    let now: MemoryDatabase

    /// Streams that are read in one transaction.
    private static let streamsAtOnce = 64
    /// Streams that are read in any case rather than both states.
    private static let alwaysMax: Int64 = 2_000
    /// The part of all streams beyond which the states are made quicker than these rows.
    private static let partMax: Int64 = 8

    /// Reads the rows.
    ///
    /// - Parameter progress: Gets the share of the work that is done, 0 to 1.
    /// - Returns: nil where the rows do not follow from documents alone, or where so many streams
    ///   have an event in between that both states are made quicker.
    init?(
        of definition: ProjectionDefinition, after: Int64, through: Int64, in history: History,
        progress: (Double) throws -> Void
    ) throws {
        guard definition.followsDocumentsAlone, let categories = definition.mergedCategories
        else { return nil }
        let log = history.log
        let (all, types) = try log.read { reader in
            (try StreamTable(reader.statements).count(), try reader.names.allTypes())
        }
        // An event is of one stream: so many at most.
        let limit = Int(max(Self.alwaysMax, all / Self.partMax))
        let ids = try history.touchedStreams(after: after, through: through, limit: limit)
        try progress(0)
        guard ids.count <= limit else { return nil }
        before = try MemoryDatabase()
        now = try MemoryDatabase()
        let pair = (before, now)
        try definition.makeTables(on: pair.0.connection)
        try definition.makeTables(on: pair.1.connection)
        let writers = (
            ProjectionApplier(pair.0.connection, [definition]),
            ProjectionApplier(pair.1.connection, [definition])
        )
        for start in stride(from: 0, to: ids.count, by: Self.streamsAtOnce) {
            let some = ids[start..<min(start + Self.streamsAtOnce, ids.count)]
            try log.read { reader in
                for id in some {
                    let stream = try reader.names.stream(id)
                    guard categories.contains(stream.category),
                        let type = types.first(where: { $0.type.category == stream.category })?.type
                    else { continue }
                    try writers.0.rewrite(
                        stream, document: try reader.document(of: stream, at: after),
                        followedBy: type, mayExist: false)
                    try writers.1.rewrite(
                        stream, document: try reader.document(of: stream, at: through),
                        followedBy: type, mayExist: false)
                }
            }
            try progress(Double(start + some.count) / Double(ids.count))
        }
    }
}
