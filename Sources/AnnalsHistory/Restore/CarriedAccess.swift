import AnnalsLog
import AnnalsModel

/// Who may do what in a store whose place a backup takes: it holds in the backup, too, so that no
/// token that was revoked since comes back, and nobody is let in who was not.
struct CarriedAccess {
    /// The grants by name; nil where nothing was ever granted.
    private let grants: JSONObject?

    /// Reads what is granted.
    init(_ log: EventLog) throws {
        grants = try log.read { reader in try Self.grants(reader) }
    }

    private static func grants(_ reader: LogReader) throws(StoreError) -> JSONObject? {
        let stream = try StreamName(
            category: StreamName.ownCategory, id: Administration.access)
        return try reader.document(of: stream, at: .max)
    }

    /// Appends the event that makes it hold; nothing where it does already, or where nothing was
    /// ever granted.
    func bring(to log: EventLog, by actor: Actor) throws {
        guard let grants else { return }
        _ = try log.append(.administration) { reader, _ throws(StoreError) in
            let stored = try Self.grants(reader)
            guard stored != grants else { return [] }
            let gone = (stored ?? [:]).keys.filter { grants[$0] == nil }
            var new = JSONObject()
            for (name, grant) in grants where stored?[name] != grant { new[name] = grant }
            // Members of the grant that has the name in the backup would stay beside the new ones.
            let changed = new.keys.filter { stored?[$0] != nil }
            let unset = (gone + changed).map { JSONPointer(tokens: [String($0)]) }
            let reason = "as in the store whose place the backup takes"
            var events: [NewEvent] = []
            if !unset.isEmpty || new.isEmpty {
                events.append(
                    try .administration(
                        Administration.access, Administration.accessRevoked, by: actor,
                        unset: unset, reason: reason))
            }
            if !new.isEmpty {
                events.append(
                    try .administration(
                        Administration.access, Administration.accessGranted, by: actor, data: new,
                        reason: reason))
            }
            return events
        }
    }
}
