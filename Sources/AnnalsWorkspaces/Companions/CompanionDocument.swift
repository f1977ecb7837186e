import AnnalsModel

/// What becomes of a document with the files that speak of it.
enum CompanionDocument {
    /// The document with what the files say then; nil if it ends with them.
    ///
    /// A value that is not what the files say now was changed otherwise, and stays.
    ///
    /// - Parameters:
    ///   - change: What the files say now and then.
    ///   - now: What the store holds.
    static func target(
        _ change: Interpreter.DocumentChange, _ now: JSONObject?
    ) -> JSONObject? {
        guard let now else { return change.wasSilent ? change.after : nil }
        if change.isSilent {
            if now == change.before { return change.after }
            return WithdrawnDocument.change(leaving: change.after).applied(to: now)
        }
        guard let after = change.after else { return now }
        var base = change.before ?? [:]
        if change.isReturn, let remembered = change.remembered {
            base = WithdrawnDocument.known(remembered, now: change.before)
        }
        var value = JSONValue.object(now)
        let differences = RenderingEdit.changes(
            from: .object(base), to: .object(after), at: JSONPointer(tokens: []))
        for (place, new) in differences
        where DocumentMembers.areSources(place) || now.value(at: place) == base.value(at: place) {
            value.set(new, at: place.tokens[...])
        }
        return value.asObject
    }

    /// The places where a document differs from what the files say of it.
    static func differences(
        _ said: JSONObject?, _ document: JSONObject?, of stream: StreamName
    ) -> [JSONPointer] {
        let said = StoredDocuments.values(said, of: stream)
        let document = StoredDocuments.values(document, of: stream)
        return RenderingEdit.changes(
            from: said.map { .object($0) }, to: document.map { .object($0) },
            at: JSONPointer(tokens: [])
        ).map(\.place)
    }

    /// The change that makes one state of a document of another.
    static func change(from now: JSONObject?, to target: JSONObject?) -> Change {
        switch (now, target) {
        case (let now?, let target?): Change.difference(from: now, to: target)
        case (nil, let target?): Change(data: target)
        case (_?, nil): Change(deleted: true)
        case (nil, nil): Change()
        }
    }
}
