import AnnalsCodec
import AnnalsModel

/// Looks for a text in one event after the other: what it found of a name it knows when the name
/// comes again, and a small body is looked at where it was decoded, without a copy.
struct TextScan {
    private let search: TextSearch
    /// Whether the text is in the names behind ids, as far as they came up.
    private var streams: [Int64: Bool] = [:]
    private var types: [Int64: Bool] = [:]
    private var actors: [Int64: Bool] = [:]
    /// Of the connection of the last batch.
    private var opener: (bodies: BodyReader, opener: BodyOpener)?

    init(_ search: TextSearch) {
        self.search = search
    }

    /// Whether an event contains the text.
    mutating func contains(
        _ row: StoredEvent, _ reader: LogReader
    ) throws(StoreError) -> Bool {
        if try isNamed(row, reader) { return true }
        if let found = try containsInSmallBody(row.body, reader) { return found }
        guard let body = try reader.bodies.body(row.body) else { return false }
        return search.matches(body: body)
    }

    /// - Returns: nil for a body that has to be read the long way: one that others may go on from,
    ///   so that it is better kept, or that is unusual.
    private mutating func containsInSmallBody(
        _ row: StoredBodyRow, _ reader: LogReader
    ) throws(StoreError) -> Bool? {
        guard !row.isErased, row.base == nil, row.size < Int64(Limits.bodyBytesForBaseMin) else {
            return nil
        }
        let salt = try reader.bodies.salt(
            stream: row.stream, version: row.version, position: row.position)
        if opener?.bodies !== reader.bodies {
            opener = (reader.bodies, BodyOpener(reader.bodies))
        }
        let search = search
        return row.blob.withUnsafeBytes { blob in
            opener?.opener.open(
                blob, size: row.size, dictionary: row.storage.column, salt: salt
            ) { body, _ in
                search.matches(body: body)
            }
        }
    }

    private mutating func isNamed(
        _ row: StoredEvent, _ reader: LogReader
    ) throws(StoreError) -> Bool {
        let search = search
        if streams.count > Limits.cachedNamesMax { streams = [:] }
        let isStream = try Self.known(&streams, row.stream) { () throws(StoreError) -> Bool in
            search.matches(name: try reader.names.stream(row.stream).description)
        }
        if isStream { return true }
        let isType = try Self.known(&types, row.type) { () throws(StoreError) -> Bool in
            search.matches(name: try reader.names.type(row.type).name)
        }
        if isType { return true }
        return try Self.known(&actors, row.actor) { () throws(StoreError) -> Bool in
            search.matches(name: try reader.names.actor(row.actor).name)
        }
    }

    private static func known(
        _ answers: inout [Int64: Bool], _ id: Int64, _ answer: () throws(StoreError) -> Bool
    ) throws(StoreError) -> Bool {
        if let known = answers[id] { return known }
        let made = try answer()
        answers[id] = made
        return made
    }
}
