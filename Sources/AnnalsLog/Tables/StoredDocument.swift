import AnnalsCodec
import AnnalsIntegrity
import AnnalsModel

/// A document as a row of `documents` holds it.
struct StoredDocument {
    /// Bytes before compression.
    let size: Int
    /// SHA-256 of those bytes.
    let digest: [UInt8]
    /// LZ4 block, or the bytes themselves where that is no smaller.
    let body: [UInt8]

    init(size: Int, digest: [UInt8], body: [UInt8]) {
        self.size = size
        self.digest = digest
        self.body = body
    }

    /// Packs a document.
    init(_ document: JSONObject) {
        var text: [UInt8] = []
        JSONValue.object(document).write(to: &text)
        size = text.count
        digest = Digest(hashing: text).bytes
        body = compressBlock(text) ?? text
    }

    /// The document; nil if the row is damaged.
    func document() -> JSONObject? {
        let text: [UInt8]
        if body.count == size {
            text = body
        } else {
            guard let plain = try? decompressBlock(body, size: size) else { return nil }
            text = plain
        }
        guard Digest(hashing: text).bytes == digest,
            case .object(let document)? = try? JSONValue(parsing: text)
        else { return nil }
        return document
    }
}
