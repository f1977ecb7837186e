package import AnnalsModel

/// The bytes of a bundle of log entries (c2sp.org/tlog-tiles): for each its length as 2 bytes
/// big-endian, then the entry, of which the leaf is the hash.
package enum EntryBundle {
    private static let lengthBytes = 2

    /// The bytes of up to 256 entries.
    ///
    /// - Throws: `tooLarge` if there are more, or one has more than 65,535 bytes.
    package static func bytes(of entries: [[UInt8]]) throws(StoreError) -> [UInt8] {
        guard entries.count <= Limits.treeArity else {
            throw StoreError(
                .tooLarge,
                "a bundle of \(entries.count) entries is too large: put at most "
                    + "\(Limits.treeArity) into one")
        }
        var bytes: [UInt8] = []
        for (index, entry) in entries.enumerated() {
            guard entry.count <= Limits.logEntryBytesMax else {
                throw StoreError(
                    .tooLarge,
                    "entry \(index) of the bundle has \(entry.count) bytes: at most "
                        + "\(Limits.logEntryBytesMax) can be exported")
            }
            withUnsafeBytes(of: UInt16(entry.count).bigEndian) { bytes.append(contentsOf: $0) }
            bytes += entry
        }
        return bytes
    }

    /// The entries of a bundle.
    ///
    /// - Parameters:
    ///   - bytes: Exactly the bundle.
    ///   - count: How many entries it has: the width of its path.
    /// - Throws: `corrupt` if the bytes are not as many entries.
    package static func entries(
        of bytes: [UInt8], count: Int
    ) throws(StoreError) -> [[UInt8]] {
        var entries: [[UInt8]] = []
        var rest = bytes[...]
        while !rest.isEmpty, entries.count < count {
            let length = rest.prefix(lengthBytes).reduce(0) { $0 << 8 | Int($1) }
            guard rest.count >= lengthBytes + length else { break }
            entries.append(Array(rest.dropFirst(lengthBytes).prefix(length)))
            rest = rest.dropFirst(lengthBytes + length)
        }
        guard rest.isEmpty, entries.count == count else {
            throw StoreError(
                .corrupt,
                "the bundle is damaged behind entry \(entries.count) of \(count): export the log "
                    + "again")
        }
        return entries
    }
}
