/// What became of one document between two moments.
public struct DocumentDifference: Sendable, Equatable {
    /// What happened to the document as a whole.
    public enum Kind: String, Sendable, CaseIterable {
        /// There is a document now and there was none.
        case added
        /// There was a document and there is none now.
        case removed
        /// Both moments have a document, and they differ.
        case changed
    }

    /// The stream whose document it is.
    public var stream: StreamName
    /// What happened to the document as a whole.
    public var kind: Kind
    /// Where the two documents differ; one that came or went is spelled out in its members.
    public var values: [ValueDifference]

    /// Compares a document with itself at a later moment.
    ///
    /// - Returns: nil if they are the same.
    public init?(stream: StreamName, old: JSONObject?, new: JSONObject?) {
        guard old != new else { return nil }
        self.stream = stream
        kind = old == nil ? .added : new == nil ? .removed : .changed
        values = ValueDifference.between(old, new)
    }
}
