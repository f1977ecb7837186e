import AnnalsIntegrity
import AnnalsModel

// Ids of names, and the ends of streams: from this transaction, the writer's caches or the file.

extension AppendTransaction {
    /// Id of an event type, given at its first use.
    func typeID(_ type: EventType) throws(StoreError) -> Int64 {
        let key = ExactString(type.name)
        if let id = job.types[key] ?? group.types[key] ?? session.types[key] { return id }
        let found = try find("SELECT id FROM event_types WHERE name = ?", type.name)
        if let found {
            job.types[key] = found
            return found
        }
        state.lastType += 1
        let insert = try statements.statement("INSERT INTO event_types (id, name) VALUES (?, ?)")
        insert.bind(1, state.lastType)
        insert.bind(2, type.name)
        try insert.run()
        job.types[key] = state.lastType
        return state.lastType
    }

    /// Id of an actor, given at its first use.
    func actorID(_ actor: Actor) throws(StoreError) -> Int64 {
        if let id = job.actors[actor] ?? group.actors[actor] ?? session.actors[actor] { return id }
        let found = try find(
            "SELECT id FROM actors WHERE name = ? AND kind = ?", actor.name, actor.kind.rawValue)
        if let found {
            job.actors[actor] = found
            return found
        }
        state.lastActor += 1
        let insert = try statements.statement(
            "INSERT INTO actors (id, name, kind) VALUES (?, ?, ?)")
        insert.bind(1, state.lastActor)
        insert.bind(2, actor.name)
        insert.bind(3, actor.kind.rawValue)
        try insert.run()
        job.actors[actor] = state.lastActor
        return state.lastActor
    }

    /// Id of a correlation, given at its first use.
    func correlationID(_ name: String) throws(StoreError) -> Int64 {
        let key = ExactString(name)
        if let id = job.correlations[key] ?? group.correlations[key] ?? session.correlations[key] {
            return id
        }
        if let found = try find("SELECT id FROM correlations WHERE name = ?", name) {
            job.correlations[key] = found
            return found
        }
        state.lastCorrelation += 1
        let insert = try statements.statement("INSERT INTO correlations (id, name) VALUES (?, ?)")
        insert.bind(1, state.lastCorrelation)
        insert.bind(2, name)
        try insert.run()
        job.correlations[key] = state.lastCorrelation
        return state.lastCorrelation
    }

    private func find(_ sql: String, _ values: String...) throws(StoreError) -> Int64? {
        let statement = try statements.statement(sql)
        for (index, value) in values.enumerated() { statement.bind(Int32(index + 1), value) }
        guard try statement.step() else { return nil }
        defer { statement.reset() }
        return statement.int64(0)
    }

    /// The end of a stream; version 0 with a fresh id and secret if there is none.
    func tail(of name: StreamName) throws(StoreError) -> StreamTail {
        if let tail = job.tails[name] ?? group.tails[name] { return tail }
        if let tail = session.tails.value(for: name, weight: \.weight) { return tail }
        let row = try statements.statement(
            "SELECT id, version, head FROM streams WHERE category = ? AND key = ?")
        row.bind(1, name.category)
        row.bind(2, name.id)
        guard try row.step() else { return try newTail(name) }
        defer { row.reset() }
        let id = try row.int64(0, .streamID, name.description.terminalSafe)
        let version = try row.int64(1, .streamVersion, name.description.terminalSafe)
        let head = try row.int64(2, .streamHead, name.description.terminalSafe)
        guard let secret = try reader.bodies.secret(stream: id, version: version + 1) else {
            throw StoreError(
                .corrupt,
                "the secret of \(name.description.terminalSafe) is missing: restore the"
                    + " store from a backup")
        }
        let stored = try reader.storedBody(at: head)
        var chain = 0
        var body: [UInt8]?
        if !stored.isErased, stored.size >= Limits.bodyBytesForBaseMin {
            body = try reader.bodies.body(stored)
            chain = try reader.chainLength(stored)
        }
        return StreamTail(
            id: id, version: version, head: head, secret: secret, body: body, chain: chain,
            document: nil, bytesSinceDocument: nil)
    }

    private func newTail(_ name: StreamName) throws(StoreError) -> StreamTail {
        state.lastStream += 1
        let secret = StreamSecret.random()
        let stream = try statements.statement(
            "INSERT INTO streams (id, category, key, version, head) VALUES (?, ?, ?, 0, 0)")
        stream.bind(1, state.lastStream)
        stream.bind(2, name.category)
        stream.bind(3, name.id)
        try stream.run()
        let insert = try statements.statement(
            "INSERT INTO secrets (stream, from_version, secret) VALUES (?, 1, ?)")
        insert.bind(1, state.lastStream)
        insert.bind(2, secret.bytes)
        try insert.run()
        return StreamTail(
            id: state.lastStream, version: 0, head: 0, secret: secret, body: nil, chain: 0,
            document: FoldedDocument(value: nil, weight: 0), bytesSinceDocument: 0)
    }
}
