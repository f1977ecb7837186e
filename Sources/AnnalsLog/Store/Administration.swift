import AnnalsCodec
import AnnalsIntegrity
package import AnnalsModel

/// What the store's own events make of the tables `cycles`, `tags`, `projections` and
/// `checkpoints`.
///
/// These tables are written here and nowhere else, from the events alone, so that they are the same
/// wherever an event comes from: an append, another store, or the log read again.
package struct Administration {
    private let tables: AdministrationTables
    private let checkpoints: CheckpointTable

    /// - Parameter statements: Of the connection that writes.
    package init(_ statements: StatementCache) {
        tables = AdministrationTables(statements)
        checkpoints = CheckpointTable(statements)
    }

    /// Whether an event of a stream and type begins the cycle that it names.
    static func opensCycle(_ stream: StreamName, _ type: EventType) -> Bool {
        stream.category == StreamName.ownCategory && type.verb == cycleOpened
    }

    /// Applies an event; one that is not the store's own changes nothing.
    ///
    /// What says nothing that can be used, such as an erased one, changes nothing either.
    package func apply(_ event: SealedEvent) throws(StoreError) {
        guard event.stream.category == StreamName.ownCategory else { return }
        switch event.type.verb {
        case Self.cycleOpened:
            try tables.open(
                Cycle(
                    number: event.cycle, position: event.position, openedAt: event.recordedAt,
                    actor: event.actor.name, note: try data(event)["note"]?.asString))
        case Self.tagSet:
            for (name, tag) in try data(event) {
                guard let moment = tag.asObject?["position"]?.asInt64 else { continue }
                try tables.setTag(Tag(name: name, moment: moment, position: event.position))
            }
        case Self.tagRemoved:
            for pointer in try event.parsedBody()?.change.unset ?? [] {
                guard let name = pointer.tokens.first, pointer.tokens.count == 1 else { continue }
                try tables.removeTag(name)
            }
        case Self.projectionAdded, Self.projectionChanged:
            let data = try data(event)
            guard let name = data["name"]?.asString, let source = data["source"]?.asString else {
                return
            }
            try tables.install(
                InstalledDefinition(
                    name: name, source: source,
                    digest: Digest(hashing: Array(source.utf8)).bytes, position: event.position))
        case Self.projectionRemoved:
            guard event.stream.id.hasPrefix(Self.projectionPrefix) else { return }
            try tables.remove(
                projection: String(event.stream.id.dropFirst(Self.projectionPrefix.count)))
        case Self.checkpointSigned:
            let data = try data(event)
            // A checkpoint speaks of a log that is there already.
            guard let size = data["size"]?.asInt64, (0..<event.position).contains(size),
                let note = data["note"]?.asString
            else { return }
            try checkpoints.keep(StoredCheckpoint(size: size, note: note))
        default:
            break
        }
    }

    private func data(_ event: SealedEvent) throws(StoreError) -> JSONObject {
        try event.parsedBody()?.change.data ?? JSONObject()
    }
}

extension Administration {
    /// Verb of the event that opens a cycle.
    package static let cycleOpened = "cycle-opened"
    /// Verb of the event that gives a name to a position.
    package static let tagSet = "tag-set"
    /// Verb of the event that takes the name of a position away.
    package static let tagRemoved = "tag-removed"
    /// Verb of the event that installs a projection.
    package static let projectionAdded = "projection-added"
    /// Verb of the event that replaces a projection.
    package static let projectionChanged = "projection-changed"
    /// Verb of the event that takes a projection away.
    package static let projectionRemoved = "projection-removed"
    /// Verb of the event that takes bodies away.
    package static let erased = "erased"
    /// Verb of the event with which a restored store says which of its bodies the store that it
    /// comes from had taken away later.
    package static let erasuresInherited = "erasures-inherited"
    /// Verb of the event that says that every step of an erasure is done.
    package static let erasureCompleted = "erasure-completed"
    /// Id of the stream that says what was erased.
    package static let erasures = "erasures"
    /// Id of the stream that says which backups were made.
    package static let backups = "backups"
    /// Id of the stream that says what was restored.
    package static let restores = "restores"
    /// Id of the stream that says who may do what over the network.
    package static let access = "access"
    /// Id of the stream that says who was refused what over the network.
    package static let refusals = "refusals"
    /// Verb of the event that makes a token.
    package static let accessGranted = "access-granted"
    /// Verb of the event that takes a token back.
    package static let accessRevoked = "access-revoked"
    /// Verb of the event that says what a token was refused.
    package static let accessRefused = "access-refused"
    /// Ids of the streams that say where copies are.
    package static let streamsOfCopies = [backups, restores]
    /// Verb of the event with which a store begins that was put back from a backup.
    package static let restoredFromBackup = "restored-from-backup"
    /// Verb of the event that keeps a signed checkpoint.
    package static let checkpointSigned = "checkpoint-signed"
    /// Id of the stream of signed checkpoints.
    package static let checkpointStream = "checkpoints"
    /// Ids of the streams that say which projections there are begin so; the name follows.
    package static let projectionPrefix = "projection-"
}
