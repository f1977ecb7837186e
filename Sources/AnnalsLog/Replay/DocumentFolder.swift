import AnnalsCodec
package import AnnalsModel

/// Changes documents as events do, on their texts wherever that is possible and no dearer.
///
/// A body that this program wrote is scanned and merged as bytes, which takes a fraction of what a
/// tree takes; every other body goes through the parser. The documents are the same.
struct DocumentFolder {
    private var scanner = CompactScanner()
    private var merger = CompactMerger()
    private var merged: [UInt8] = []

    /// Changes a document as an event does.
    ///
    /// - Parameters:
    ///   - body: The event's.
    ///   - position: Of the event, for the error.
    /// - Throws: As `parseBody`.
    mutating func fold(
        _ body: [UInt8], position: Int64, into value: inout ReplayedDocument.Value
    ) throws(StoreError) {
        if body.withUnsafeBytes({ foldText($0, into: &value) }) { return }
        let content = try parseBody(body, position: position)
        var document = try value.object()
        value = .absent
        content.apply(to: &document)
        value = document.map { .tree($0) } ?? .absent
    }

    /// Whether a document ends with a body; nil if that has to be read as a tree.
    mutating func isEnd(_ body: UnsafeRawBufferPointer) -> Bool? {
        CompactBody(body, &scanner)?.isDeletion
    }

    /// The same as far as it can be done on texts.
    ///
    /// - Returns: False if it has to be done with a tree, and nothing was changed.
    mutating func foldText(
        _ body: UnsafeRawBufferPointer, into value: inout ReplayedDocument.Value
    ) -> Bool {
        guard let compact = CompactBody(body, &scanner) else { return false }
        if compact.isFact { return true }
        if compact.isDeletion {
            value = .absent
            return true
        }
        switch value {
        case .tree:
            return false
        case .absent:
            let data = compact.data.map { [UInt8](UnsafeRawBufferPointer(rebasing: body[$0])) }
            value = .text(data ?? Array("{}".utf8))
            return true
        case .text(var text):
            guard Self.isWorthIt(text, body), let tokens = tokens(compact, body) else {
                return false
            }
            // Whoever holds it lets go, so that it is changed in place.
            value = .absent
            for token in tokens {
                let cut = text.withUnsafeBytes { merger.cut(token, from: $0) }
                if let cut { text.removeSubrange(cut) }
            }
            if let data = compact.data {
                merge(UnsafeRawBufferPointer(rebasing: body[data]), into: &text)
            }
            value = .text(text)
            return true
        }
    }

    /// Whether going through a text once more is no dearer than a tree.
    private static func isWorthIt(_ text: [UInt8], _ body: UnsafeRawBufferPointer) -> Bool {
        text.count <= Limits.replayTextBytesMax
            || text.count / Limits.replayTextShareMax <= body.count
                && text.count + body.count < CompactScanner.bytesMax
    }

    private mutating func merge(_ data: UnsafeRawBufferPointer, into text: inout [UInt8]) {
        merged.removeAll(keepingCapacity: true)
        text.withUnsafeBytes { merger.merge(data, into: $0, to: &merged) }
        // Copied, so that the text has the memory that it needs and no more.
        text.removeAll(keepingCapacity: true)
        text.append(contentsOf: merged)
    }

    /// The names that lead to each member that goes away, as they are written; nil if they cannot
    /// be read.
    private func tokens(
        _ compact: CompactBody, _ body: UnsafeRawBufferPointer
    ) -> [[[UInt8]]]? {
        guard compact.hasUnset else { return [] }
        return (try? compact.pointers(of: body)).map { pointers in
            pointers.map { pointer in
                pointer.tokens.map { token in
                    var text: [UInt8] = []
                    JSONValue.string(token).write(to: &text)
                    return text
                }
            }
        }
    }
}

extension ReplayedDocument {
    /// A document as far as a replay got: its compact text, or a tree where events are so small
    /// beside it that going through all of its text for each of them would cost more.
    package enum Value: Sendable {
        case absent
        case text([UInt8])
        case tree(JSONObject)
    }
}

extension ReplayedDocument.Value {
    /// Takes over a tree.
    init(_ document: JSONObject?) {
        guard let document else {
            self = .absent
            return
        }
        var text: [UInt8] = []
        document.write(to: &text)
        self = text.count > Limits.replayTextBytesMax ? .tree(document) : .text(text)
    }

    /// The document as a tree; nil if there is none.
    package func object() throws(StoreError) -> JSONObject? {
        switch self {
        case .absent: nil
        case .tree(let document): document
        case .text(let text): try JSONValue(parsing: text).asObject
        }
    }

    /// Bytes of a text; nothing is known of a tree.
    var textBytes: Int {
        if case .text(let text) = self { text.count } else { 0 }
    }
}
