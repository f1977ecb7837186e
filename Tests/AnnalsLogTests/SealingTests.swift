import AnnalsIntegrity
import AnnalsModel
import AnnalsTesting
import Foundation
import Testing

@testable import AnnalsLog

/// Events that are sealed again, the short way and the long one, and what is put together of it.
@Suite(.storesChecked) struct SealingTests {
    /// Appends a workload, and some events with all that a header can have.
    private func fill(_ log: EventLog, seed: UInt64) throws {
        let maria = try Actor("maria", kind: .human)
        _ = try log.append(Array(Workload(seed: seed, events: 600)))
        for number in 0..<40 {
            var event = NewEvent(
                stream: try StreamName("note/\(number % 3)"), type: try EventType("note.kept"),
                actor: maria,
                change: Change(data: [
                    "text": .string(String(repeating: "tide \(number % 3) ", count: 100))
                ]))
            event.occurredAt = Timestamp(microseconds: Int64(number))
            event.correlation = "run-\(number % 5)"
            event.causation = .position(1 + Int64(number))
            event.id = number % 2 == 0 ? UUID() : nil
            _ = try log.append([event])
        }
    }

    /// Whatever goes the short way has the leaf that it has on the long one.
    @Test func bothWaysMakeTheSameLeaves() throws {
        try checkProperty { random in
            let made = try TestLog()
            try made.use { log in
                try fill(log, seed: random.next())
                try log.read { reader in
                    let head = try reader.head()
                    var sealer = LeafSealer(reader, after: 0, through: head)
                    var hasher = LeafHasher()
                    var short = 0
                    try EventTable(reader.statements).forEachRow(after: 0, through: head) {
                        row throws(StoreError) in
                        let event = try reader.sealed(try row.stored())
                        let leaf = hasher.leaf(event.leafHeader, bodyDigest: event.digest)
                        guard let sealed = sealer.seal(row) else { return }
                        short += 1
                        #expect(sealed.leaf == leaf)
                        #expect(sealed.mark.position == event.position)
                        #expect(sealed.mark.recordedAt == event.recordedAt.microseconds)
                        #expect(sealed.bodyBytes == event.body.map { Int64($0.count) })
                    }
                    // All but those that go on from another body.
                    #expect(short > 400)
                }
            }
        }
    }

    /// A stretch is the same whatever stretches it is made of.
    @Test func orderDoesNotDependOnStretches() throws {
        try checkProperty(times: 20) { random in
            var (whole, pieces, piece) = (
                EventOrder.fromTheBeginning, EventOrder.fromTheBeginning, EventOrder()
            )
            var (found, foundInPieces): ([VerificationFinding], [VerificationFinding]) = ([], [])
            for position in 1...Int64(random.number(1...60)) {
                let mark = EventOrder.Mark(
                    position: position, recordedAt: Int64(random.number(0...2)),
                    cycle: Int64(random.number(0...2)), opensCycle: random.once(in: 4))
                let bytes = Int64(random.number(0...9))
                let isErased = random.once(in: 5)
                found += whole.add(
                    mark, bodyBytes: bytes, storedBytes: bytes + 4, isErased: isErased)
                foundInPieces += piece.add(
                    mark, bodyBytes: bytes, storedBytes: bytes + 4, isErased: isErased)
                if random.once(in: 3) {
                    foundInPieces += pieces.add(piece)
                    piece = EventOrder()
                }
            }
            foundInPieces += pieces.add(piece)
            #expect(Set(found) == Set(foundInPieces) && found.count == foundInPieces.count)
            #expect(whole.events == pieces.events && whole.erased == pieces.erased)
            #expect(whole.bodyBytes == pieces.bodyBytes)
            #expect(whole.storedBytes == pieces.storedBytes)
        }
    }

    @Test func rangesHaveEveryIDOnce() {
        for last in [Int64.min, -1, 0, 1, 7, 8, 1_000, .max - 1, .max] {
            let ranges = StreamVerifier.ranges(through: last, count: 8)
            #expect(ranges.first?.lowerBound == .min && ranges.last?.upperBound == .max)
            for (left, right) in zip(ranges, ranges.dropFirst()) {
                #expect(left.upperBound + 1 == right.lowerBound)
            }
        }
    }

    @Test func slotsKeepTheLastOfThoseThatShareOne() {
        var cache = SlotCache<String>(slots: 4)
        for number in [1, 2, 5, -3, Int64.max] { cache.set("\(number)", for: number) }
        #expect(cache.value(for: 1) == nil && cache.value(for: 5) == nil)
        #expect(cache.value(for: -3) == "-3" && cache.value(for: 2) == "2")
        #expect(cache.value(for: .max) == "\(Int64.max)" && cache.value(for: 0) == nil)
    }

    /// A subtree is the same however its leaves are put together.
    @Test func completeSubtreesHaveTheRootOfTheDefinition() {
        for height in 0...8 {
            var leaves = (0..<1 << height).map { Digest(hashing: [UInt8(truncatingIfNeeded: $0)]) }
            let root = MerkleTree.root(ofLeaves: leaves)
            #expect(MerkleTree.root(ofComplete: &leaves) == root)
        }
    }
}
