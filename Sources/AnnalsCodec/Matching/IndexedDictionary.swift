internal import AnnalsModel

/// A dictionary with an index of all its places, made once and then only read.
final class IndexedDictionary {
    let id: Int64
    /// Bytes of the content.
    let count: Int
    /// The content, at most its last 65,536 bytes, and room behind it to read whole words.
    let bytes: UnsafePointer<UInt8>
    /// For each hash the last place of the content that has it, plus one; 0 if there is none.
    let heads: UnsafePointer<UInt16>
    /// For each place the one before it with the same hash, plus one; 0 if there is none.
    let links: UnsafePointer<UInt16>

    /// - Parameter dictionary: nil for none.
    init(_ dictionary: BodyDictionary?) {
        let content = (dictionary?.bytes ?? []).suffix(Limits.historyBytesMax)
        id = dictionary?.id ?? 0
        count = content.count
        let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: count + Word.byteCount)
        bytes.initialize(repeating: 0, count: count + Word.byteCount)
        _ = UnsafeMutableBufferPointer(start: bytes, count: count).update(fromContentsOf: content)
        let heads = UnsafeMutablePointer<UInt16>.allocate(capacity: 1 << Self.hashBits)
        heads.initialize(repeating: 0, count: 1 << Self.hashBits)
        let links = UnsafeMutablePointer<UInt16>.allocate(capacity: count + 1)
        links.initialize(repeating: 0, count: count + 1)
        // The last places cannot be hashed, so that a place plus one always fits.
        for place in 0..<max(0, count - Word.byteCount + 1) {
            let hash = Word.hash(bytes + place, bits: Self.hashBits)
            links[place] = heads[hash]
            heads[hash] = UInt16(place + 1)
        }
        self.bytes = UnsafePointer(bytes)
        self.heads = UnsafePointer(heads)
        self.links = UnsafePointer(links)
    }

    deinit {
        bytes.deallocate()
        heads.deallocate()
        links.deallocate()
    }

    /// The content.
    var content: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: bytes, count: count) }

    static let hashBits = 15
}
