package import AnnalsModel

/// The names behind the ids of one connection; rows of these tables never change.
package final class NameReader {
    private let statements: StatementCache
    private var streams: [Int64: StreamName] = [:]
    private var readAhead = ReadAhead()
    private var types: [Int64: EventType] = [:]
    private var actors: [Int64: Actor] = [:]
    private var correlations: [Int64: String] = [:]

    init(_ statements: StatementCache) {
        self.statements = statements
    }

    /// Forgets names that an undone transaction may have given to ids.
    func forget() {
        streams = [:]
        types = [:]
        actors = [:]
        correlations = [:]
    }

    /// The name of a stream.
    package func stream(_ id: Int64) throws(StoreError) -> StreamName {
        if let known = streams[id] { return known }
        if streams.count > Limits.cachedNamesMax { streams = [:] }
        // Streams that were made one after the other tend to be asked for one after the other.
        try StreamTable(statements).forEachName(ofStreams: readAhead.ids(from: id)) {
            streams[$0] = $1
        }
        guard let name = streams[id] else {
            throw StoreError(
                .corrupt, "the stream \(id) has no name: restore the store from a backup")
        }
        return name
    }

    /// The name of an event type.
    package func type(_ id: Int64) throws(StoreError) -> EventType {
        if let known = types[id] { return known }
        let type = try EventType(try typeTable.name(of: id).text)
        types[id] = type
        return type
    }

    /// An actor.
    package func actor(_ id: Int64) throws(StoreError) -> Actor {
        if let known = actors[id] { return known }
        let actor = try actorTable.name(of: id)
        actors[id] = actor
        return actor
    }

    /// The name of a correlation.
    package func correlation(_ id: Int64) throws(StoreError) -> String {
        if let known = correlations[id] { return known }
        let name = try correlationTable.name(of: id).text
        if correlations.count > Limits.cachedNamesMax { correlations = [:] }
        correlations[id] = name
        return name
    }

    /// Every event type with its id, in the order of ids.
    package func allTypes() throws(StoreError) -> [(id: Int64, type: EventType)] {
        var types: [(id: Int64, type: EventType)] = []
        for (id, name) in try typeTable.rows() { types.append((id, try EventType(name.text))) }
        return types
    }

    /// Ids of the event types that a closure wants, in order; nil if it wants all of them.
    package func typeIDs(
        _ isWanted: (EventType) -> Bool
    ) throws(StoreError) -> [Int64]? {
        let all = try allTypes()
        let wanted = all.filter { isWanted($0.type) }
        return wanted.count == all.count ? nil : wanted.map(\.id)
    }

    /// Ids of the event types whose category a closure wants, in order.
    func typeIDs(ofCategory isWanted: (Substring) -> Bool) throws(StoreError) -> [Int64] {
        try typeTable.rows().filter { isWanted($0.name.text.prefix { $0 != "." }) }.map(\.id)
    }

    /// Id of an event type; nil if no event has it.
    func typeID(_ type: EventType) throws(StoreError) -> Int64? {
        try typeTable.ids(named: type.name).first
    }

    /// Ids of the actors of a name, of whatever kind.
    package func actorIDs(named name: String) throws(StoreError) -> [Int64] {
        try actorTable.ids(named: name)
    }

    /// Id of a correlation; nil if no event has it.
    package func correlationID(named name: String) throws(StoreError) -> Int64? {
        try correlationTable.ids(named: name).first
    }

    private var typeTable: NameTable<ExactString> { NameTable(.types, statements) }
    private var actorTable: NameTable<Actor> { NameTable(.actors, statements) }
    private var correlationTable: NameTable<ExactString> { NameTable(.correlations, statements) }
}
