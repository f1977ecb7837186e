import AnnalsCodec
import AnnalsIntegrity
import AnnalsLog
import AnnalsModel
import AnnalsProjections

/// A snapshot that is about to be written.
struct SnapshotDraft: Sendable {
    /// One piece of it.
    struct Chunk: Sendable {
        /// Bytes before compression.
        let size: Int
        /// An LZ4 block, or the bytes themselves where that is no smaller.
        let body: [UInt8]
    }

    let projection: String
    /// Position of the last erasure of which its rows know; one after it makes it worthless.
    let erasure: Int64
    /// SHA-256 of the definition.
    let definition: [UInt8]
    /// State after this event.
    let position: Int64
    /// Stored bytes of the events that the projection's patterns match, up to there.
    let matched: Int64
    /// The snapshot that this one goes on from.
    let base: Int64?
    /// Bytes before compression.
    let size: Int64
    let digest: [UInt8]
    let chunks: [Chunk]
    /// Bytes of all chunks.
    let stored: Int64

    /// Compresses a link.
    ///
    /// - Parameters:
    ///   - older: The snapshot that it goes on from.
    ///   - erasure: Position of the last erasure when the rows were read.
    init(
        _ definition: ProjectionDefinition, link: [UInt8], at position: Int64, matched: Int64,
        after older: SnapshotStore.Entry?, erasure: Int64
    ) {
        self.erasure = erasure
        projection = definition.name
        self.definition = definition.digest
        self.position = position
        self.matched = matched
        base = older?.id
        size = Int64(link.count)
        digest = Self.digest(of: link[...], after: older?.digest ?? [])
        // One that stands alone is rare and stays for long; more effort on the others gains little.
        let level = older == nil ? 9 : 5
        let step = Limits.snapshotChunkBytesMax
        chunks = stride(from: 0, to: link.count, by: step).map { start in
            let plain = Array(link[start..<min(start + step, link.count)])
            return Chunk(size: plain.count, body: compressBlock(plain, level: level) ?? plain)
        }
        stored = chunks.reduce(0) { $0 + Int64($1.body.count) }
    }

    /// SHA-256 of the digest that went before in the chain, if any, and the bytes.
    static func digest(of link: ArraySlice<UInt8>, after older: [UInt8]) -> [UInt8] {
        Digest(hashing: older, link).bytes
    }
}
