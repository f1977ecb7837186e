import AnnalsIntegrity
import AnnalsModel

/// Seals the events of a stretch of the log again, by the code that appends, and compares them with
/// the stored tree.
struct StretchVerifier {
    private let reader: LogReader
    private var erasures: ErasedPositions
    private var isReread = false
    private var stretch: VerifiedStretch
    private var hasher = LeafHasher()
    private var next: Int64
    /// Positions whose leaf is not known.
    private var unknown: [Int64] = []

    /// Verifies the events after a position, up to and including another.
    ///
    /// - Parameter first: A multiple of 256.
    static func stretch(
        after first: Int64, through last: Int64, _ erasures: ErasedPositions, _ reader: LogReader
    ) throws(StoreError) -> VerifiedStretch {
        var verifier = StretchVerifier(after: first, through: last, erasures, reader)
        try verifier.sealEvents()
        try verifier.compareBlocks()
        return verifier.stretch
    }

    private init(
        after first: Int64, through last: Int64, _ erasures: ErasedPositions, _ reader: LogReader
    ) {
        self.reader = reader
        self.erasures = erasures
        stretch = VerifiedStretch(first: first, last: last)
        next = first + 1
    }

    // MARK: Events

    private mutating func sealEvents() throws(StoreError) {
        stretch.leaves.reserveCapacity(Int(stretch.last - stretch.first))
        stretch.events.reserveCapacity(Int(stretch.last - stretch.first))
        do throws(StoreError) {
            try EventTable(reader.statements).forEachResult(
                after: stretch.first, through: stretch.last
            ) { position, row throws(StoreError) in
                noteMissing(before: position)
                next = position + 1
                do throws(StoreError) {
                    try add(try row.get())
                } catch {
                    noteUnreadable(position, error)
                }
            }
        } catch {
            guard error.code == .corrupt else { throw error }
            noteUnread(error)
        }
        noteMissing(before: stretch.last + 1)
    }

    private mutating func add(_ row: StoredEvent) throws(StoreError) {
        let event = try reader.sealed(row)
        checkNames(event)
        try checkErasure(event)
        stretch.leaves.append(hasher.leaf(event.leafHeader, bodyDigest: event.digest))
        stretch.events.append(
            VerifiedStretch.Mark(
                position: event.position, recordedAt: row.recordedAt, cycle: event.cycle,
                opensCycle: event.opensCycle, bodyBytes: row.body.size,
                storedBytes: Int64(row.body.blob.count), isErased: event.body == nil))
        if event.stream.category == StreamName.ownCategory {
            stretch.administration.append(event)
        }
    }

    /// A body is missing where an event says that it was erased, and nowhere else.
    private mutating func checkErasure(_ event: SealedEvent) throws(StoreError) {
        let (position, isErased) = (event.position, event.body == nil)
        if isErased, !erasures.covers(position), !isReread {
            // It may have been erased since they were read.
            erasures = try ErasedPositions(reader)
            isReread = true
        }
        guard isErased != erasures.covers(position) else { return }
        stretch.findings.append(
            VerificationFinding(
                .erasure, at: position,
                isErased
                    ? "the body of the event at position \(position) is missing, and no event says"
                        + " that it was erased"
                    : "the event at position \(position) has a body, and an event says that it was"
                        + " erased: somebody put it back"))
    }

    private mutating func checkNames(_ event: SealedEvent) {
        if event.type.category != event.stream.category {
            stretch.findings.append(
                VerificationFinding(
                    .name, at: event.position,
                    "the type of the event at position \(event.position) belongs to another"
                        + " category than its stream",
                    expected: event.stream.category, found: event.type.category))
        }
        if let cause = event.causation, !(1..<event.position).contains(cause) {
            stretch.findings.append(
                VerificationFinding(
                    .order, at: event.position,
                    "the event at position \(event.position) names a cause that does not come"
                        + " before it",
                    found: String(cause)))
        }
    }

    // MARK: What cannot be sealed

    private mutating func noteMissing(before position: Int64) {
        guard next < position else { return }
        let (first, last) = (next, position - 1)
        stretch.findings.append(
            VerificationFinding(
                .missing, at: first,
                first == last
                    ? "the event at position \(first) is missing"
                    : "the events at positions \(first) to \(last) are missing"))
        addUnknown(first...last)
        next = position
    }

    private mutating func noteUnreadable(_ position: Int64, _ error: StoreError) {
        stretch.findings.append(
            VerificationFinding(.body, at: position, error.message))
        addUnknown(position...position)
    }

    /// Says that SQLite could not go on to the next row.
    private mutating func noteUnread(_ error: StoreError) {
        stretch.findings.append(
            VerificationFinding(
                .file, at: next,
                "the events at positions \(next) to \(stretch.last) cannot be read:"
                    + " \(error.message)"))
        addUnknown(next...stretch.last)
        next = stretch.last + 1
    }

    private mutating func addUnknown(_ positions: ClosedRange<Int64>) {
        for position in positions {
            unknown.append(position)
            stretch.leaves.append(MerkleTree.emptyRoot)
        }
    }

    // MARK: Blocks

    private mutating func compareBlocks() throws(StoreError) {
        let blocks = VerifiedStretch.blocks(after: stretch.first, through: stretch.last)
        let broken = Set(unknown.map { ($0 - 1) / VerifiedStretch.width })
        for block in blocks {
            let stored = try VerificationTables(reader.statements).node(level: 1, block)
            if broken.contains(block) {
                // What is wrong with it was said: the stored hash shows whether the rest fits.
                stretch.nodes.append(VerifiedStretch.Node(root: stored, isSealed: false))
                continue
            }
            let node = root(ofBlock: block)
            stretch.nodes.append(VerifiedStretch.Node(root: node, isSealed: true))
            if node != stored { noteSeal(block, expected: stored, found: node) }
        }
        stretch.isTailKnown = !broken.contains(blocks.upperBound)
        stretch.findings.sort { ($0.position ?? 0) < ($1.position ?? 0) }
    }

    private func root(ofBlock block: Int64) -> Digest {
        let start = Int(block * VerifiedStretch.width - stretch.first)
        var frontier = Frontier()
        for leaf in stretch.leaves[start..<start + Limits.treeArity] {
            _ = frontier.append(leaf)
        }
        return frontier.root
    }

    private mutating func noteSeal(_ block: Int64, expected: Digest?, found: Digest) {
        let first = block * VerifiedStretch.width + 1
        let last = first + VerifiedStretch.width - 1
        stretch.findings.append(
            VerificationFinding(
                .seal, at: first, in: "tree 1 \(block)",
                "the events at positions \(first) to \(last) are not those whose hash is stored"
                    + (expected == nil ? ", which is missing" : ""),
                expected: expected?.hex, found: found.hex))
    }
}
