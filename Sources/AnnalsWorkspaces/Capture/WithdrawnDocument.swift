import AnnalsLog
import AnnalsModel

/// A document that stayed when the last file that spoke of it went.
///
/// Silence is no statement: a file that goes takes back what files alone made, but a document that
/// somebody changed otherwise stays as it is. And to say again what was said before is nothing new:
/// when a file comes back, the document changes by the difference between what the files said when
/// they last spoke and what they say now, so that a change made otherwise, before or meanwhile,
/// stands until a file says something else about the same member. What the document holds is never
/// asked for that. A document that ended with its files begins anew with them.
enum WithdrawnDocument {
    private static let members = [DocumentMembers.sources, DocumentMembers.origins]

    /// The change of a document that stays: it no longer says which files it is in.
    ///
    /// - Parameter name: What files still say of it, which is no more than that it exists; or nil.
    static func change(leaving name: JSONObject?) -> Change {
        var change = Change()
        for member in members {
            if let value = name?[member] {
                change.data[member] = value
            } else {
                change.unset.append(JSONPointer(tokens: [member]))
            }
        }
        return change
    }

    /// Whether a change is that of a document that stays.
    static func isLeft(by change: Change) -> Bool {
        let places = change.data.keys + change.unset.compactMap(\.tokens.first)
        return !change.deleted && places.allSatisfy { members.contains($0) }
    }

    /// What is known of a document whose files speak again: what they said, and which of them the
    /// document names now.
    static func known(_ remembered: JSONObject, now name: JSONObject?) -> JSONObject {
        var known = remembered
        for member in members { known[member] = name?[member] }
        return known
    }
}

extension WorkspaceCapture {
    /// Notes what files said of documents when they last spoke of them, where they do so again.
    func remember(_ changes: [Interpreter.DocumentChange]) throws -> [Interpreter.DocumentChange] {
        let returns = changes.indices.filter { changes[$0].isReturn }
        let known = try log.read { reader in
            try returns.filter { try reader.end(of: mount.stream(changes[$0].stream)) != nil }
        }
        var changes = changes
        for index in known { changes[index].remembered = try lastSaid(of: changes[index].stream) }
        return changes
    }

    /// What files said of a document before they were silent about it and it stayed; nil if they
    /// never were, or if it ended with them.
    private func lastSaid(of stream: StreamName) throws -> JSONObject? {
        var query = EventQuery()
        query.stream = try mount.stream(stream)
        query.isReversed = true
        let cursor = EventCursor(log, query)
        while let event = try cursor.nextEvent() {
            guard event.type.verb == "withdrawn" else { continue }
            guard WithdrawnDocument.isLeft(by: event.change), let cause = event.causation else {
                return nil
            }
            return try said(of: stream, before: event.position, cause: cause)
        }
        return nil
    }

    /// What the files that a document named said of it, each in its last version before an event.
    private func said(
        of stream: StreamName, before position: Int64, cause: Int64
    ) throws -> JSONObject? {
        let document = try log.read { reader in
            try reader.document(of: mount.stream(stream), at: position - 1)
        }
        var paths = Set(
            (document?[DocumentMembers.sources]?.asArray ?? [])
                .compactMap { $0.asObject?["file"]?.asString }.map { WorkspacePath(id: $0) })
        var query = EventQuery()
        query.after = cause - 1
        query.through = cause
        let cursor = EventCursor(log, query)
        if let event = try cursor.nextEvent(), event.stream.category == StreamName.fileCategory,
            let path = try mounts().path(of: event.stream)
        {
            paths.insert(path)
        }
        var sources: [ClaimedDocument.Source] = []
        for path in paths where path.problem == nil {
            for claim in try lastReading(of: path, before: position) where claim.stream == stream {
                sources.append(ClaimedDocument.Source(path: path, claim: claim))
            }
        }
        return sources.isEmpty ? nil : ClaimedDocument(sources).document()
    }

    /// What a file said in its last version before an event.
    private func lastReading(of path: WorkspacePath, before position: Int64) throws -> [Claim] {
        var query = EventQuery()
        query.stream = try mount.stream(of: path)
        query.through = position
        query.isReversed = true
        let cursor = EventCursor(log, query)
        while let event = try cursor.nextEvent() {
            guard let version = try versions(of: [path], at: event.position)[0] else { continue }
            let reading = reading(path, version.content)
            return try reading.isUnderstood
                ? reading.claims : lastClaims(of: path, at: event.position)
        }
        return []
    }
}
