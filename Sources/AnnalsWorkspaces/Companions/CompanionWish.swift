import AnnalsModel

/// What files shall say of documents that a rollback changes.
struct CompanionWish {
    /// What the files say before the rollback.
    let before: Interpreter
    /// What the store holds before it.
    let held: StoredDocuments
    /// What it holds afterwards.
    let wanted: StoredDocuments

    /// The places of a document where files do not say what they shall.
    ///
    /// What differed before and is not touched is nobody's wish.
    func places(of stream: StreamName, _ said: Interpreter) throws -> [JSONPointer] {
        let wanted = try wanted.values(of: stream)
        let says = Self.values(of: stream, said)
        let isThere = says == nil && said.claimedDocument(of: stream) != nil
        let (held, saying) = (try held.values(of: stream), Self.values(of: stream, before))
        // A folder or a name says that it is there, and no more.
        if isThere, wanted?.isEmpty == true { return [] }
        if isThere, wanted == nil { return held == nil ? [] : [JSONPointer(tokens: [])] }
        return Self.differences(from: says, to: wanted).filter { place in
            Self.value(wanted, place) != Self.value(held, place)
                || Self.value(says, place) != Self.value(saying, place)
        }
    }

    /// Whether other files say something wrong of a document that they said right.
    func isWorse(_ stream: StreamName, _ old: Interpreter, _ new: Interpreter) throws -> Bool {
        let wanted = try wanted.values(of: stream)
        let (was, says) = (Self.values(of: stream, old), Self.values(of: stream, new))
        return Self.differences(from: says, to: wanted).contains { place in
            Self.value(was, place) == Self.value(wanted, place)
        }
    }

    private static func values(of stream: StreamName, _ said: Interpreter) -> JSONObject? {
        guard let claimed = said.claimedDocument(of: stream), !claimed.isWeak else { return nil }
        return StoredDocuments.values(claimed.document(), of: stream)
    }

    private static func differences(
        from old: JSONObject?, to new: JSONObject?
    ) -> [JSONPointer] {
        RenderingEdit.changes(
            from: old.map { .object($0) }, to: new.map { .object($0) },
            at: JSONPointer(tokens: [])
        ).map(\.place)
    }

    private static func value(_ document: JSONObject?, _ place: JSONPointer) -> JSONValue? {
        document?.value(at: place)
    }
}
