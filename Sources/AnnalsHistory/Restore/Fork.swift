import AnnalsIntegrity
import AnnalsLog
import AnnalsModel

/// Makes the beginning of one store a store of its own.
///
/// The events go in through the door that every append takes, sealed as they are: with the same
/// positions, salts and leaves. What is around them follows from them, but for secrets and stored
/// documents, which are copied.
struct Fork {
    /// The old store.
    let log: EventLog
    /// Position of the last event of the new one that comes from the old one.
    let position: Int64
    /// Who restores.
    let actor: Actor

    /// Events that are copied in one transaction.
    private static let eventsAtOnce: Int64 = 4_096
    /// Streams that are copied in one transaction.
    private static let streamsAtOnce: Int64 = 4_096

    /// Fills a store that has no events yet.
    ///
    /// - Parameters:
    ///   - draft: Path of the new store.
    ///   - progress: Gets the share of the events that is done, 0 to 1.
    /// - Returns: The new store's origin and root; its path is the draft's.
    func fill(
        _ draft: String, progress: (Double) throws -> Void
    ) throws -> RestoredStore {
        let fork = try EventLog(path: draft, mode: .readWrite)
        defer { fork.close() }
        try copyEvents(to: fork, progress)
        try copyStreams(to: fork)
        return try name(fork, draft)
    }

    // MARK: Events

    private func copyEvents(
        to fork: EventLog, _ progress: (Double) throws -> Void
    ) throws {
        try write(fork) { source, target in
            try SecretTable(source.statements).copySalts(
                through: position, to: SecretTable(target.statements))
            target.touch()
        }
        var done: Int64 = 0
        while done < position {
            let (first, last) = (done, min(done + Self.eventsAtOnce, position))
            try write(fork) { source, target in
                try EventTable(source.statements).forEach(after: first, through: last) {
                    row throws(StoreError) in
                    try target.store(try source.sealed(row)) { () throws(StoreError) in
                        try source.bodies.secrets(of: row.stream)
                    }
                }
                guard target.head == last else {
                    throw StoreError(
                        .corrupt,
                        "some event up to position \(last) is missing: restore the store from a"
                            + " backup",
                        position: target.head + 1)
                }
                try checkTree(after: first, through: last, source, target)
            }
            done = last
            try progress(Double(done) / Double(position))
        }
        try checkRoot(fork)
    }

    /// What the old store wrote of its tree when the events were appended must come out again.
    private func checkTree(
        after first: Int64, through last: Int64, _ source: LogReader, _ target: AppendTransaction
    ) throws(StoreError) {
        var level: Int64 = 1
        while last >> (8 * level) > 0 {
            let places = (first >> (8 * level))..<(last >> (8 * level))
            let old = try TreeTable(source.statements).hashes(level: level, places)
            let new = try TreeTable(target.statements).hashes(level: level, places)
            if let place = new.indices.first(where: { $0 >= old.count || old[$0] != new[$0] }) {
                throw otherEvents(through: (places.lowerBound + Int64(place) + 1) << (8 * level))
            }
            level += 1
        }
    }

    /// At the end of the old store its head says what the root must be.
    private func checkRoot(_ fork: EventLog) throws {
        let head = try log.read { reader in try TreeTable(reader.statements).head() }
        guard head.frontier.size == position else { return }
        guard head.frontier == (try Self.head(of: fork).frontier) else {
            throw otherEvents(through: position)
        }
    }

    private func otherEvents(through position: Int64) -> StoreError {
        StoreError(
            .corrupt,
            "the events up to position \(position) are not those that were appended: restore the"
                + " store from a backup", position: position)
    }

    // MARK: Around the events

    /// Copies what is kept of streams and does not follow from their events.
    private func copyStreams(to fork: EventLog) throws {
        var after: Int64? = 0
        while let start = after {
            after = try write(fork) { source, target in
                let streams = try StreamTable(target.statements).rows(
                    after: start, limit: Self.streamsAtOnce)
                for stream in streams { try copy(stream, source, target) }
                target.touch()
                return streams.last?.id
            }
        }
    }

    private func copy(
        _ stream: StreamTable.Row, _ source: LogReader, _ target: AppendTransaction
    ) throws(StoreError) {
        // What comes next is another event than the old store's of the same position, so that it
        // must not be salted with the same secret.
        let secrets = SecretTable(target.statements)
        try secrets.remove(stream: stream.id, from: stream.version + 1)
        try secrets.insert(
            EpochSecret(fromVersion: stream.version + 1, secret: StreamSecret.random()),
            stream: stream.id)
        let name = try target.reader.names.stream(stream.id)
        guard let old = try source.end(of: name) else { return }
        try DocumentTable(source.statements).copy(
            of: old.id, to: DocumentTable(target.statements), as: stream)
    }

    /// Says in the new store where it comes from.
    private func name(_ fork: EventLog, _ draft: String) throws -> RestoredStore {
        let root = try Self.head(of: fork).frontier.root
        return try write(fork) { source, target in
            let table = StoreTable(target.statements)
            let (old, own) = (try StoreTable(source.statements).row(), try table.row())
            let origin = "\(old.origin)/fork/\(own.id.withUnsafeBytes(\.hex).prefix(8))"
            try table.update(
                origin: origin,
                StoreTable.Parent(id: old.id, position: position, root: root.bytes))
            target.touch()
            try inheritErasures(old.id, root.hex, source, target)
            return RestoredStore(
                path: draft, position: position, origin: origin, root: root.hex)
        }
    }

    /// Says in the new store which of its bodies the old one lost, where the events that say so in
    /// the old one come later: a body that is missing is tampering unless some event covers it.
    private func inheritErasures(
        _ parent: [UInt8], _ root: String, _ source: LogReader, _ target: AppendTransaction
    ) throws(StoreError) {
        let (before, now) = (try ErasedPositions(target.reader), try ErasedPositions(source))
        let inherited = try EventTable(target.statements).erasedPositions().filter {
            !before.covers($0) && now.covers($0)
        }
        guard !inherited.isEmpty else { return }
        _ = try target.administer(
            Administration.erasures, Administration.erasuresInherited, by: actor,
            data: [
                "parent": .string(parent.hex), "position": .number(JSONNumber(position)),
                "root": .string(root), "positions": ErasureStatement.json(inherited),
            ])
    }

    // MARK: Both stores

    private static func head(of fork: EventLog) throws(StoreError) -> TreeTable.Head {
        try fork.read { reader in try TreeTable(reader.statements).head() }
    }

    /// Runs work in a transaction of the new store while it reads the old one.
    private func write<Value: Sendable>(
        _ fork: EventLog,
        _ body: @escaping @Sendable (LogReader, AppendTransaction) throws -> Value
    ) throws -> Value {
        try fork.withTransaction { target in
            try log.readDatabase { source, _ in try body(source, target) }
        }
    }
}
