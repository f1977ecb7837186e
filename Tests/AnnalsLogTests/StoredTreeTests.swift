import AnnalsIntegrity
import AnnalsModel
import AnnalsTesting
import Testing

@testable import AnnalsLog

/// The part of the tree that is stored is what proofs are made of.
@Suite(.storesChecked) struct StoredTreeTests {
    @Test func everyCompleteSubtreeIsStored() throws {
        try withLog { log throws in
            for start in stride(from: 0, to: 800, by: 100) {
                _ = try log.append(
                    try (0..<100).map { try event("task/T\(start + $0)", "task.created") })
            }
            let (stored, sealed) = try log.read { reader throws in
                (
                    try TreeTable(reader.statements).hashes(level: 1, 0..<Int64.max),
                    try reader.roots(ofBlocks: 3)
                )
            }
            #expect(stored.count == 3)
            #expect(stored == sealed)
        }
    }
}

extension LogReader {
    /// The roots of the first blocks of 256 events, of what is stored of each event.
    fileprivate func roots(ofBlocks count: Int64) throws(StoreError) -> [[UInt8]] {
        var (hasher, frontier, roots) = (LeafHasher(), Frontier(), [[UInt8]]())
        try EventTable(statements).forEach(after: 0, through: count * 256) {
            row throws(StoreError) in
            let event = try sealed(row)
            _ = frontier.append(hasher.leaf(event.leafHeader, bodyDigest: event.digest))
            guard frontier.size == 256 else { return }
            roots.append(frontier.root.bytes)
            frontier = Frontier()
        }
        return roots
    }
}
