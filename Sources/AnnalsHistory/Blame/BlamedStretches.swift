import AnnalsLog
import AnnalsModel

/// The events of one stream up to a version, in stretches from the last back to the first.
///
/// Each stretch begins after a stored document of the stream, so whoever wants to know where
/// something comes from reads no further back than to the stretch that says it. Within a stretch
/// events come first to last.
struct BlamedStretches {
    let log: EventLog
    /// `streams.id`.
    let id: Int64
    let stream: StreamName
    /// The last version of the first stretch.
    let through: Int64
    /// Whether stretches begin at stored documents; else there is one stretch, the whole stream.
    var isDivided = true

    /// - Parameter position: The moment that counts as the present.
    /// - Throws: `notFound` if there is no such stream.
    init(
        _ reader: LogReader, _ log: EventLog, _ stream: StreamName, at position: Int64
    ) throws(StoreError) {
        guard let end = try reader.end(of: stream) else { throw reader.unknown(stream) }
        self.log = log
        self.stream = stream
        id = end.id
        through = try reader.version(of: end.id, at: position, head: end.version)
    }

    /// Goes through the stretches, last first.
    ///
    /// - Parameters:
    ///   - sought: Says before each stretch which members are asked about: events that do not touch
    ///     these are passed over, and documents are right in these members alone; nil for all.
    ///   - begin: Gets the document before a stretch.
    ///   - apply: Gets each of its events, erased ones too, with the documents around it.
    ///   - end: Says whether the stretch before is wanted.
    func forEach(
        sought: () -> SoughtMembers?, begin: (JSONObject?) throws -> Void,
        apply: (Event, _ old: JSONObject?, _ new: JSONObject?) throws -> Void,
        end: () throws -> Bool
    ) throws {
        var upper = through
        while upper > 0 {
            let sought = sought()
            let lower = try log.read { reader in
                let lower = try start(before: upper, reader)
                var document = try self.document(at: lower, reader)
                try begin(document)
                func take(_ row: StoredEvent) throws {
                    let event = try reader.event(row)
                    let old = document
                    // What was erased is gone from the document too.
                    event.apply(to: &document)
                    try apply(event, old, document)
                }
                guard let sought else {
                    try reader.forEachRow(of: id, after: lower, through: upper, take)
                    return lower
                }
                var isThere: Bool { document != nil }
                try reader.forEachRow(of: id, after: lower, through: upper) { body in
                    // What makes the document must be met, whatever it writes.
                    !isThere || sought.mayBeTouched(by: body)
                } _: {
                    try take($0)
                }
                return lower
            }
            guard try end() else { return }
            upper = lower
        }
    }

    /// Number of events that were erased.
    func erased() throws(StoreError) -> Int64 {
        try log.read { reader in
            try EventTable(reader.statements).erasedCount(ofStream: id, through: through)
        }
    }

    /// The version of the last stored document before a version; 0 if there is none.
    private func start(before upper: Int64, _ reader: LogReader) throws(StoreError) -> Int64 {
        guard isDivided else { return 0 }
        return try DocumentTable(reader.statements).lastVersion(of: id, before: upper)
    }

    private func document(
        at version: Int64, _ reader: LogReader
    ) throws(StoreError) -> JSONObject? {
        guard version > 0 else { return nil }
        return try reader.document(ofStream: id, through: version)
    }
}
