import AnnalsIntegrity
import AnnalsModel

/// Seals the events of a stretch of the log again, by the code that appends, and compares them with
/// the stored tree.
struct StretchVerifier {
    private let reader: LogReader
    private var erasures: ErasedPositions
    private var isReread = false
    /// Numbers of the blocks whose leaves are kept.
    private let wanted: Set<Int64>
    private var stretch: VerifiedStretch
    private var sealer: LeafSealer
    private var hasher = LeafHasher()
    private var next: Int64
    /// The leaves of the block that is not complete yet.
    private var block: [Digest] = []
    /// Whether one of these leaves is not known.
    private var isBlockBroken = false

    /// Verifies the events after a position, up to and including another.
    ///
    /// - Parameters:
    ///   - first: A multiple of 256.
    ///   - sizes: Numbers of events, of the whole log, whose root is wanted.
    static func stretch(
        after first: Int64, through last: Int64, _ erasures: ErasedPositions,
        sizes: some Sequence<Int64> = [], _ reader: LogReader
    ) throws(StoreError) -> VerifiedStretch {
        var verifier = StretchVerifier(
            after: first, through: last, erasures,
            Set(sizes.filter { $0 % VerifiedStretch.width != 0 }.map(VerifiedStretch.block)),
            reader)
        try verifier.sealEvents()
        try verifier.compareBlocks()
        return verifier.stretch
    }

    private init(
        after first: Int64, through last: Int64, _ erasures: ErasedPositions,
        _ wanted: Set<Int64>, _ reader: LogReader
    ) {
        self.reader = reader
        self.erasures = erasures
        self.wanted = wanted
        sealer = LeafSealer(reader, after: first, through: last)
        stretch = VerifiedStretch(first: first, last: last)
        next = first + 1
        block.reserveCapacity(Limits.treeArity)
    }

    // MARK: Events

    private mutating func sealEvents() throws(StoreError) {
        do throws(StoreError) {
            try EventTable(reader.statements).forEachRow(
                after: stretch.first, through: stretch.last
            ) { row throws(StoreError) in
                let position = row.position
                noteMissing(before: position)
                next = position + 1
                if !erasures.covers(position), let sealed = sealer.seal(row) {
                    note(
                        sealed.mark, bodyBytes: sealed.bodyBytes, storedBytes: sealed.storedBytes,
                        isErased: false)
                    add(leaf: sealed.leaf)
                } else {
                    noteOddID(row, position)
                    do throws(StoreError) {
                        try add(try row.stored())
                    } catch {
                        noteUnreadable(position, error)
                    }
                }
            }
        } catch {
            guard error.code == .corrupt else { throw error }
            noteUnread(error)
        }
        noteMissing(before: stretch.last + 1)
        stretch.tail = block
        stretch.isTailKnown = !isBlockBroken
    }

    private mutating func add(_ row: StoredEvent) throws(StoreError) {
        let event = try reader.sealed(row)
        checkNames(event)
        try checkErasure(event)
        note(
            EventOrder.Mark(
                position: event.position, recordedAt: row.recordedAt, cycle: event.cycle,
                opensCycle: event.opensCycle),
            bodyBytes: row.body.size, storedBytes: Int64(row.body.blob.count),
            isErased: event.body == nil)
        if event.stream.category == StreamName.ownCategory {
            stretch.administration.append(event)
        }
        add(leaf: hasher.leaf(event.leafHeader, bodyDigest: event.digest))
    }

    private mutating func note(
        _ mark: EventOrder.Mark, bodyBytes: Int64, storedBytes: Int64, isErased: Bool
    ) {
        stretch.findings += stretch.order.add(
            mark, bodyBytes: bodyBytes, storedBytes: storedBytes, isErased: isErased)
    }

    private mutating func noteOddID(_ row: EventRow, _ position: Int64) {
        guard let id = row.id, id.count != 16 else { return }
        stretch.findings.append(
            VerificationFinding(
                .name, at: position, in: "events id",
                "the id of the event at position \(position) is not 16 bytes long"))
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
        for _ in positions {
            isBlockBroken = true
            add(leaf: MerkleTree.emptyRoot)
        }
    }

    // MARK: Blocks

    private mutating func add(leaf: Digest) {
        block.append(leaf)
        guard block.count == Limits.treeArity else { return }
        let number = stretch.first / VerifiedStretch.width + Int64(stretch.nodes.count)
        if wanted.contains(number) { stretch.blocks[number] = Array(block) }
        // What is wrong with a broken one was said: the stored hash shows whether the rest fits.
        stretch.nodes.append(
            VerifiedStretch.Node(
                root: isBlockBroken ? nil : MerkleTree.root(ofComplete: &block),
                isSealed: !isBlockBroken))
        block.removeAll(keepingCapacity: true)
        isBlockBroken = false
    }

    private mutating func compareBlocks() throws(StoreError) {
        let tables = VerificationTables(reader.statements)
        for (index, node) in stretch.nodes.enumerated() {
            let block = stretch.first / VerifiedStretch.width + Int64(index)
            let stored = try tables.node(level: 1, block)
            guard let root = node.root else {
                stretch.nodes[index] = VerifiedStretch.Node(root: stored, isSealed: false)
                continue
            }
            if root != stored { noteSeal(block, expected: stored, found: root) }
        }
        stretch.findings.sort { ($0.position ?? 0) < ($1.position ?? 0) }
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
