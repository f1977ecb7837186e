import AnnalsCodec
import AnnalsIntegrity
import AnnalsModel

/// A document as a row of `documents` holds it: whole, or without what the event of its version
/// gives it.
///
/// A version of a file is nearly all of its document. So where little is left of a document when an
/// event has replaced its members, that rest is stored, and the event makes the document of it.
struct StoredDocument {
    /// Bytes before compression; less than 0 for a rest, which has as many bytes more than 0.
    let size: Int
    /// SHA-256 of those bytes.
    let digest: [UInt8]
    /// LZ4 block, or the bytes themselves where that is no smaller.
    let body: [UInt8]

    /// Whether the event of the row's version is still to be applied.
    var isRest: Bool { size < 0 }

    init(size: Int, digest: [UInt8], body: [UInt8]) {
        self.size = size
        self.digest = digest
        self.body = body
    }

    /// Packs a document.
    init(_ document: JSONObject) {
        self.init(document, sign: 1)
    }

    /// Packs what an event leaves of a document.
    ///
    /// - Parameters:
    ///   - document: The document before the event, nil if there was none.
    ///   - change: What the event does to it.
    ///   - bodyBytes: Bytes of the event's body.
    /// - Returns: nil if that is so much that the whole document is stored better.
    init?(restOf document: JSONObject?, before change: Change, bodyBytes: Int) {
        guard !change.data.isEmpty else { return nil }
        var rest: JSONObject? = document ?? [:]
        Change(unset: change.unset).apply(to: &rest)
        let stored = StoredDocument(
            (rest ?? [:]).withoutValues(replacedBy: change.data), sign: -1)
        guard -stored.size <= bodyBytes / Limits.documentRestShare else { return nil }
        self = stored
    }

    private init(_ document: JSONObject, sign: Int) {
        var text: [UInt8] = []
        JSONValue.object(document).write(to: &text)
        size = sign * text.count
        digest = Digest(hashing: text).bytes
        body = compressBlock(text) ?? text
    }

    /// The document, or its rest; nil if the row is damaged.
    func document() -> JSONObject? {
        let text: [UInt8]
        if body.count == size.magnitude {
            text = body
        } else {
            guard size != .min, let plain = try? decompressBlock(body, size: abs(size)) else {
                return nil
            }
            text = plain
        }
        guard Digest(hashing: text).bytes == digest,
            case .object(let document)? = try? JSONValue(parsing: text)
        else { return nil }
        return document
    }
}

extension JSONObject {
    /// The object with null in the place of each value that a merge replaces, so that the merge
    /// makes of both the same object, with members in the same order.
    fileprivate func withoutValues(replacedBy data: JSONObject) -> JSONObject {
        var rest = self
        for (name, new) in data {
            guard let old = self[name] else { continue }
            if case .object(let newMembers) = new, case .object(let members) = old {
                rest[name] = .object(members.withoutValues(replacedBy: newMembers))
            } else {
                rest[name] = .null
            }
        }
        return rest
    }
}
