import AnnalsCodec
import AnnalsModel

// Stored folds: a stream gets one when the stored bytes of its events since the last exceed the
// stored bytes of that one, and a floor. So folding any version costs at most about twice the
// document, and the folds cost at most about what the events cost.

extension AppendTransaction {
    /// Stores the document of a stream that has grown enough since its last stored one.
    ///
    /// - Parameters:
    ///   - tail: The end of the stream, its last event included.
    ///   - event: That event.
    ///   - before: The document before it, if the tail has one after it.
    ///   - body: How the event is stored.
    func keepDocument(
        _ tail: inout StreamTail, _ event: NewEvent, _ before: JSONObject?, _ body: StoredBody
    ) throws(StoreError) {
        if tail.bytesSinceDocument == nil {
            let (bytes, stored) = try reader.bytesSinceDocument(stream: tail.id)
            tail.bytesSinceDocument = bytes
            tail.documentBytes = stored
        }
        let bytes = tail.bytesSinceDocument ?? 0
        guard bytes > max(Int64(Limits.documentFloorBytes), tail.documentBytes) else { return }
        var before = before
        if tail.document == nil {
            let folded = try reader.fold(stream: tail.id, through: tail.version - 1)
            before = folded.value
            var after = before
            event.apply(to: &after)
            tail.document = FoldedDocument(value: after, weight: max(folded.weight, body.size))
        }
        // An absent document is as cheap to fold as a stored one is to read.
        guard let document = tail.document?.value else {
            tail.bytesSinceDocument = 0
            return
        }
        let stored =
            StoredDocument(restOf: before, before: event.change, bodyBytes: body.size)
            ?? StoredDocument(document)
        try DocumentTable(statements).insert(stored, stream: tail.id, version: tail.version)
        tail.bytesSinceDocument = 0
        tail.documentBytes = Int64(stored.body.count + (stored.isRest ? body.blob.count : 0))
    }
}
