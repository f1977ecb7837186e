import AnnalsCodec
import AnnalsModel

// Stored folds: a stream gets one when the stored bytes of its events since the last exceed the
// stored bytes of that one, and a floor. So folding any version costs at most about twice the
// document, and the folds cost at most about what the events cost.

extension AppendTransaction {
    /// Stores the document of a stream that has grown enough since its last stored one.
    ///
    /// - Parameters:
    ///   - end: The end of the stream, the event included.
    ///   - event: Its last event.
    ///   - before: The document before it, if the end has one after it.
    func keepDocument(
        _ end: StreamEnd, _ event: Sealer.Ready, _ before: JSONObject?
    ) throws(StoreError) {
        guard let content = event.decided?.content else { return }
        if end.stored.bytesSinceDocument == nil {
            let (bytes, stored) = try reader.bytesSinceDocument(stream: end.id)
            end.stored.bytesSinceDocument = bytes
            end.stored.documentBytes = stored
        }
        let bytes = end.stored.bytesSinceDocument ?? 0
        guard bytes > max(Int64(Limits.documentFloorBytes), end.stored.documentBytes) else {
            return
        }
        let body = event.body
        var before = before
        if end.stored.document == nil {
            let folded = try reader.fold(stream: end.id, through: event.event.version - 1)
            before = folded.value
            var after = before
            content.apply(to: &after)
            end.stored.document = FoldedDocument(
                value: after, weight: max(folded.weight, body.size))
        }
        // An absent document is as cheap to fold as a stored one is to read.
        guard let document = end.stored.document?.value else {
            end.stored.bytesSinceDocument = 0
            return
        }
        let stored =
            StoredDocument(restOf: before, before: content.change, bodyBytes: body.size)
            ?? StoredDocument(document)
        try DocumentTable(statements).insert(
            stored, stream: end.id, version: event.event.version)
        end.stored.bytesSinceDocument = 0
        end.stored.documentBytes = Int64(
            stored.body.count + (stored.isRest ? body.blob.count : 0))
    }
}
