import AnnalsModel

/// What files said of documents before and after they were last written back.
///
/// A writer that read a file before it was written back, or that writes it blindly, says again what
/// the file said before. For a while that is no news: the value that was written back stays in the
/// document, and is written once more into the writer's version, so that neither is lost.
struct RecentWriteBacks {
    private struct Said {
        let before: JSONObject?
        let after: JSONObject?
        let until: Timestamp
    }

    private var documents: [StreamName: Said] = [:]

    /// Microseconds for which what a file said before is no news.
    private static let lasting = Int64(Limits.staleWriteSeconds) * 1_000_000
    /// Microseconds for which it is remembered: a file may be captured long after it was written.
    private static let kept: Int64 = 60_000_000

    /// Notes what files said of a document, and say now.
    mutating func note(
        _ stream: StreamName, before: JSONObject?, after: JSONObject?,
        at time: Timestamp
    ) {
        let now = time.microseconds
        documents = documents.filter { $0.value.until.microseconds + Self.kept > now }
        documents[stream] = Said(
            before: before, after: after, until: Timestamp(microseconds: now + Self.lasting))
    }

    /// What a change of a document comes to by a file of a time; nil if to nothing.
    func review(
        _ change: Interpreter.DocumentChange, at time: Timestamp
    ) -> Interpreter.DocumentChange? {
        guard let said = documents[change.stream], said.until > time, let after = change.after,
            !change.isSilent
        else { return change }
        guard let before = change.before, !change.wasSilent else {
            // A thing that was taken out of the file stands in it again, as it did.
            let isAgain =
                said.after == nil
                && StoredDocuments.values(said.before, of: change.stream)
                    == StoredDocuments.values(after, of: change.stream)
            return isAgain ? nil : change
        }
        var value = JSONValue.object(after)
        let differences = RenderingEdit.changes(
            from: .object(before), to: .object(after), at: JSONPointer(tokens: []))
        for (place, new) in differences where !DocumentMembers.areSources(place) {
            guard said.before?.value(at: place) == new,
                said.after?.value(at: place) == before.value(at: place)
            else { continue }
            value.set(before.value(at: place), at: place.tokens[...])
        }
        guard let object = value.asObject, object != before else { return nil }
        return Interpreter.DocumentChange(
            stream: change.stream, before: before, after: object, wasSilent: change.wasSilent,
            isSilent: change.isSilent, cause: change.cause, remembered: change.remembered)
    }
}
