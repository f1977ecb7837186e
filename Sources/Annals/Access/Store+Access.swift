import AnnalsLog
public import AnnalsModel

// Who may do what with the store over the network. Grants are events of the store's own, and the
// list of them is the document of their stream.

extension Store {
    /// The stream whose document lists what is granted.
    package static var accessStream: StreamName {
        get throws(StoreError) {
            try StreamName(category: StreamName.ownCategory, id: Administration.access)
        }
    }

    /// Makes a token; of its secret the store keeps the SHA-256 alone.
    ///
    /// - Returns: The grant with the secret, which is to be had this once.
    /// - Throws: `taken` if a grant has the name already.
    @discardableResult
    public func grantAccess(
        _ grant: AccessGrant, by actor: Actor, reason: String? = nil
    ) throws(StoreError) -> NewAccess {
        let access = NewAccess(grant)
        _ = try log.append(.administration) { reader, _ throws(StoreError) in
            let document = try reader.document(of: Self.accessStream, at: .max) ?? [:]
            guard document[grant.name] == nil else {
                throw StoreError(
                    .taken,
                    "there is a grant \(grant.name.quotedForMessage) already: revoke it first, or"
                        + " give the new one another name")
            }
            let data: JSONObject = [grant.name: .object(grant.stored(token: access.token))]
            return [
                try .administration(
                    Administration.access, Administration.accessGranted, by: actor, data: data,
                    reason: reason)
            ]
        }
        return access
    }

    /// Takes a grant back: its token allows nothing from now on.
    ///
    /// - Throws: `notFound` if there is none of the name.
    @discardableResult
    public func revokeAccess(
        _ name: String, by actor: Actor, reason: String? = nil
    ) throws(StoreError) -> Receipt {
        try log.append(.administration) { reader, _ throws(StoreError) in
            let document = try reader.document(of: Self.accessStream, at: .max) ?? [:]
            guard document[name] != nil else {
                throw StoreError(
                    .notFound,
                    "there is no grant \(name.quotedForMessage)"
                        + "\(Spelling.hint(name, among: document.keys)): list the grants that"
                        + " there are")
            }
            return [
                try .administration(
                    Administration.access, Administration.accessRevoked, by: actor,
                    unset: [JSONPointer(tokens: [name])], reason: reason)
            ]
        }[0]
    }

    /// Keeps that somebody was refused: an event that changes nothing of what is granted.
    ///
    /// - Parameters:
    ///   - grant: The grant of the token; nil for a request without one that is known.
    ///   - code: Why it was refused.
    ///   - route: What was asked for.
    ///   - unnoted: How many were refused before, since the last one that was kept.
    ///   - actor: Whose token it is, or who serves.
    package func noteRefusal(
        of grant: String?, _ code: String, route: String, unnoted: Int, by actor: Actor
    ) async throws {
        var context: JSONObject = ["code": .string(code), "route": .string(route)]
        context["grant"] = grant.map { .string($0) }
        if unnoted > 0 { context["unnoted"] = .number(JSONNumber(Int64(unnoted))) }
        // Not on the stream of the grants, whose first event is what closes a store.
        var event = try NewEvent.administration(
            Administration.refusals, Administration.accessRefused, by: actor)
        event.context = context
        let refusal = event
        try await perform { store in _ = try store.log.append([refusal], .administration) }
    }

    /// What is granted now, by name; grants that have ended too.
    ///
    /// - Throws: `corrupt` if what is stored is no grant.
    public func accessGrants() throws(StoreError) -> [AccessGrant] {
        try (storedGrants() ?? [:]).values.sorted { $0.name < $1.name }
    }

    /// What is granted now, by the SHA-256 of each token in hex.
    ///
    /// - Returns: Nil if nothing was ever granted. A store whose last grant was revoked is no store
    ///   without grants: nobody is let in any more.
    package func storedGrants() throws(StoreError) -> [String: AccessGrant]? {
        let stored = try storedDocument(Self.accessStream, at: .head)
        guard stored.version > 0 else { return nil }
        var grants: [String: AccessGrant] = [:]
        for (name, value) in stored.document ?? [:] {
            guard let stored = value.asObject, let digest = stored["sha256"]?.asString else {
                throw AccessGrant.corrupt(name)
            }
            grants[digest] = try AccessGrant(stored: stored, name: name)
        }
        return grants
    }
}

extension AccessGrant {
    /// What the store keeps of a grant.
    fileprivate func stored(token: String) -> JSONObject {
        var object: JSONObject = [
            "sha256": .string(NewAccess.digest(of: token)), "actor": .string(actor.name),
            "kind": .string(actor.kind.rawValue),
            "may": .array(rights.sorted().map { .string($0.rawValue) }),
        ]
        if !categories.isEmpty {
            object["categories"] = .array(categories.map { .string($0.description) })
        }
        object["expires_at"] = expiresAt.map { .string($0.rfc3339) }
        return object
    }

    /// Reads what the store keeps.
    fileprivate init(stored: JSONObject, name: String) throws(StoreError) {
        func texts(_ member: String) throws(StoreError) -> [String] {
            guard let value = stored[member] else { return [] }
            guard let texts = value.asArray?.map(\.asString), !texts.contains(nil) else {
                throw Self.corrupt(name)
            }
            return texts.compactMap { $0 }
        }
        guard let actor = stored["actor"]?.asString, let kind = stored["kind"]?.asString else {
            throw Self.corrupt(name)
        }
        var rights: Set<AccessRight> = []
        for text in try texts("may") { rights.insert(try AccessRight(text)) }
        var categories: [CategoryPattern] = []
        for text in try texts("categories") { categories.append(try CategoryPattern(text)) }
        try self.init(
            name: name, actor: try Actor(actor, kind: try Actor.Kind(kind)), rights: rights,
            categories: categories,
            expiresAt: try stored["expires_at"]?.asString.map { text throws(StoreError) in
                try Timestamp(rfc3339: text)
            })
    }

    fileprivate static func corrupt(_ name: String) -> StoreError {
        StoreError(
            .corrupt,
            "the grant \(name.quotedForMessage) of the store cannot be read: verify the store")
    }
}
