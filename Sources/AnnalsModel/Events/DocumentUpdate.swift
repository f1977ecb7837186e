/// What an update of a document did.
public struct DocumentUpdate<Document: Sendable>: Sendable {
    /// The document after it; nil if there is none then.
    public let document: Document?
    /// The number of events of its stream then.
    public let version: Int64
    /// The receipt of the event; nil if nothing changed, so that none was appended.
    public let receipt: Receipt?

    /// Creates an update of its parts.
    package init(document: Document?, version: Int64, receipt: Receipt?) {
        self.document = document
        self.version = version
        self.receipt = receipt
    }
}

extension DocumentUpdate: Equatable where Document: Equatable {}
