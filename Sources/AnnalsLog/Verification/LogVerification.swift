package import AnnalsIntegrity
package import AnnalsModel
import Foundation

/// Derives the log again from its raw rows and compares it with all that is stored about it.
///
/// Every event is sealed by the code that appends. The work is done a stretch at a time, by as many
/// threads as there are processors; what is wrong comes in the order of positions, then what is
/// wrong with the tables around the log. Memory does not grow with the log.
package final class LogVerification {
    /// What is reported and asked on the way.
    package struct Watch {
        /// Gets events done and events in all.
        package var progress: (_ done: Int64, _ total: Int64) -> Void = { _, _ in }
        /// Whether to stop.
        package var isCancelled: () -> Bool = { false }
        /// Gets what is wrong.
        package var onFinding: (VerificationFinding) throws -> Void = { _ in }

        /// Reports nothing and goes on.
        package init() {}
    }

    let log: EventLog
    let kept: KeptCheckpoints
    let watch: Watch
    /// Number of findings by kind.
    package private(set) var counts: [VerificationFinding.Kind: Int64] = [:]
    /// What the log was compared with.
    package var anchors: [VerificationAnchor] = []
    /// Whether whoever gets the findings wants no more of them, so that its error is on its way.
    private var isRefused = false
    /// Whether something could not be checked.
    package var isIncomplete = false

    /// Number of kept checkpoints that are about other logs.
    package internal(set) var passedOver: Int64 = 0
    /// Number of stored checkpoints that no given key signed, where some were given.
    package internal(set) var unsigned: Int64 = 0

    // What the events that were sealed add up to.
    private(set) var frontier = Frontier()
    private(set) var isTreeKnown = true
    /// Whether no stored root had to stand for events that are missing or cannot be read.
    private var isEachSealed = true
    private(set) var order = EventOrder.fromTheBeginning
    /// Roots of complete subtrees of the stored levels, of the first one where they are wanted:
    /// 32 bytes for 256 events.
    private(set) var nodes: [CompletedNode] = []
    /// Whether those of the first level are kept too, to be written again.
    var keepsNodes = false
    /// Ids of streams whose stored documents are not what their events make.
    package internal(set) var faultyDocuments: Set<Int64> = []
    /// Names of the projections whose tables or snapshots are not what a replay gives.
    package var faultyProjections: Set<String> = []
    /// Names of the projections that could not be compared because of an erasure.
    package var projectionsInErasure: [String] = []
    /// Sizes whose frontier is wanted, the next one last.
    private var sizes: [Int64] = []
    /// The frontiers at those sizes; missing where the tree is not known there.
    private(set) var frontiers: [Int64: Frontier] = [:]
    /// What is wrong with streams, or why they could not be read.
    private(set) var streams: [Result<[VerificationFinding], StoreError>] = []
    let derived: DerivedTables
    /// Where the log was when its dictionaries were trained.
    var trainings = TrainingPoints()
    /// Position up to which the events come from another store.
    private(set) var parent: Int64 = 0
    /// Name of the log in checkpoints.
    package private(set) var origin = ""

    /// - Parameter kept: What the log is compared with.
    package init(
        _ log: EventLog, against kept: KeptCheckpoints = KeptCheckpoints(), _ watch: Watch
    ) throws(StoreError) {
        self.log = log
        self.kept = kept
        self.watch = watch
        do {
            derived = try DerivedTables()
        } catch {
            throw StoreError.wrapping(error, doing: "make a database in memory")
        }
    }

    /// Number of events that were sealed again.
    package var events: Int64 { order.events }

    /// Number of events whose body was erased.
    package var erased: Int64 { order.erased }

    /// Root of the tree over all events; nil where it cannot be known.
    package var root: Digest? { isTreeKnown && isEachSealed ? frontier.root : nil }

    /// Whether to stop.
    package var isCancelled: () -> Bool { watch.isCancelled }

    /// Number of findings.
    package var findings: Int64 { counts.values.reduce(0, +) }

    /// Goes through the log and the tables around it.
    ///
    /// - Throws: `interrupted`; `io` and the like where the file cannot be read; what `onFinding`
    ///   throws. A damaged file is a finding.
    package func run() throws {
        do {
            try sealAndCompare()
        } catch let error as StoreError where !isRefused {
            try explain(error)
        }
    }

    /// What keeps the log from being read may be damage too: a table that is missing, for one.
    private func explain(_ error: StoreError) throws {
        if error.code == .io, counts[.schema] == nil {
            try log.readDatabase { reader, _ in
                try compareSchema(VerificationTables(reader.statements))
            }
        }
        guard isDamage(error) else { throw error }
        isTreeKnown = false
        try report(
            VerificationFinding(
                .file, in: "events", "the rest cannot be compared: \(error.message)"))
    }

    /// Whether an error says that the store is damaged, rather than that it could not be read now.
    package func isDamage(_ error: StoreError) -> Bool {
        // SQLite has no code of its own for a table or a column that is missing.
        !isRefused && (error.code == .corrupt || error.code == .io && counts[.schema] != nil)
    }

    private func sealAndCompare() throws {
        let (known, total) = try begin()
        let (log, erasures, sizes) = (log, try erasures(), sizes)
        let stretch = Self.stretch(of: known)
        let stretches = Int((known + stretch - 1) / stretch)
        let ranges = try streamRanges()
        let pieces = OrderedPieces<Piece>(
            stretches + ranges.count, threads: Self.threads
        ) { number in
            guard number < stretches else {
                return .streams(
                    Result { () throws(StoreError) in
                        try log.read { reader in
                            try StreamVerifier.findings(of: ranges[number - stretches], reader)
                        }
                    })
            }
            let first = Int64(number) * stretch
            return .stretch(
                Result { () throws(StoreError) in
                    try log.read { reader in
                        try StretchVerifier.stretch(
                            after: first, through: min(first + stretch, known), erasures,
                            sizes: sizes, reader)
                    }
                })
        }
        try pieces.forEach { piece in
            switch piece {
            case .stretch(let stretch): try add(try stretch.get())
            case .streams(let found): streams.append(found)
            }
            watch.progress(frontier.size, total)
            guard !watch.isCancelled() else {
                throw StoreError(.interrupted, "the verification was stopped")
            }
        }
        try log.readDatabase { reader, _ in
            try end(reader)
        }
    }

    /// What is worked on by itself.
    private enum Piece: Sendable {
        case stretch(Result<VerifiedStretch, StoreError>)
        case streams(Result<[VerificationFinding], StoreError>)
    }

    /// Threads that seal; one connection is left for everybody else.
    static let threads = max(
        1, min(ProcessInfo.processInfo.activeProcessorCount, Limits.readersMax - 1))

    /// Events of a stretch: long ones, since each reads the streams of its events by itself, and
    /// some for each thread, so that all have work up to the end.
    private static func stretch(of known: Int64) -> Int64 {
        let even = known / Int64(4 * threads) / VerifiedStretch.width * VerifiedStretch.width
        return min(max(even, Limits.verifiedStretchEventsMin), Limits.verifiedStretchEventsMax)
    }

    /// All ids of streams that there can be, in ranges with about as many streams each.
    private func streamRanges() throws(StoreError) -> [ClosedRange<Int64>] {
        let last = try log.read { reader throws(StoreError) in
            try VerificationTables(reader.statements).lastStream()
        }
        return StreamVerifier.ranges(through: last, count: Int64(4 * Self.threads))
    }

    // MARK: The beginning and the end

    /// Finds out how far the log goes, and at which sizes its root is needed.
    ///
    /// - Returns: The last position of whole blocks of the tree, and the last of all.
    private func begin() throws -> (known: Int64, total: Int64) {
        try log.read { reader in
            let tables = VerificationTables(reader.statements)
            let total = Self.end(try tables.extent())
            origin = try StoreTable(reader.statements).row().origin
            let from = try tables.parent()
            parent = min(max(from?.position ?? 0, 0), total)
            var wanted = Set(kept.notes.map(\.checkpoint.size))
            wanted.formUnion(try tables.checkpoints().map(\.size))
            wanted.insert(try tables.head()?.size ?? 0)
            wanted.insert(parent)
            sizes = wanted.filter { $0 >= 0 }.sorted(by: >)
            noteSize()
            return (total / VerifiedStretch.width * VerifiedStretch.width, total)
        }
    }

    private func erasures() throws(StoreError) -> ErasedPositions {
        try log.read { reader in try ErasedPositions(reader) }
    }

    /// The last position that is expected: rows far behind the others are out of place.
    static func end(_ extent: (first: Int64, last: Int64, count: Int64)?) -> Int64 {
        guard let extent, extent.last > 0 else { return 0 }
        let (gap, isOver) = extent.last.subtractingReportingOverflow(extent.count)
        return isOver || gap > Limits.verifiedGapMax ? extent.count : extent.last
    }

    /// Seals what is left and compares everything in one state of the store.
    private func end(_ reader: LogReader) throws {
        let tables = VerificationTables(reader.statements)
        let extent = try tables.extent()
        let last = Self.end(extent)
        let head = try tables.head()
        if let size = head?.size, size > frontier.size { want(size) }
        let erasures = try ErasedPositions(reader)
        while frontier.size < last {
            let first = frontier.size
            let through = min(first + Limits.verifiedStretchEventsMin, last)
            try add(
                try StretchVerifier.stretch(
                    after: first, through: through, erasures, sizes: sizes, reader))
        }
        try compareTables(reader, extent: extent, last: last)
    }

    // MARK: Events in order

    /// Goes on after a stretch.
    private func add(_ stretch: VerifiedStretch) throws {
        let findings = order.add(stretch.order) + stretch.findings
        trainings.note(stretch.last, order.bodyBytes)
        for finding in findings.sorted(by: { ($0.position ?? 0) < ($1.position ?? 0) }) {
            try report(finding)
        }
        for event in stretch.administration {
            do {
                try derived.apply(event)
            } catch {
                try report(
                    VerificationFinding(
                        .administration, at: event.position,
                        "the event at position \(event.position) says what no store can have"
                            + " said: \(error.message)"))
            }
        }
        for node in stretch.nodes {
            append(node, stretch.blocks[frontier.size / VerifiedStretch.width])
        }
        isTreeKnown = isTreeKnown && stretch.isTailKnown
        for leaf in stretch.tail { append(leaf) }
    }

    /// Appends a block of leaves whose root is known, or makes the tree unknown from here on.
    ///
    /// - Parameter leaves: Those of the block, if a root inside of it is wanted.
    private func append(_ node: VerifiedStretch.Node, _ leaves: [Digest]?) {
        let end = frontier.size + VerifiedStretch.width
        isEachSealed = isEachSealed && node.isSealed
        isTreeKnown = isTreeKnown && node.root != nil
        if node.isSealed, let leaves, let size = sizes.last, size < end {
            // Inside of it, a root is needed that its own does not give.
            var inside = frontier
            for leaf in leaves.dropLast() {
                _ = inside.append(leaf)
                if inside.size == sizes.last { note(inside) }
            }
        }
        while let size = sizes.last, size < end { sizes.removeLast() }
        // Where there is no root, only the size counts from here on.
        let root = node.root ?? MerkleTree.emptyRoot
        if keepsNodes {
            nodes.append(
                CompletedNode(level: 1, n: frontier.size / VerifiedStretch.width, hash: root))
        }
        nodes += frontier.append(stored: root)
        noteSize()
    }

    private func append(_ leaf: Digest) {
        nodes += frontier.append(leaf).filter { $0.level > 1 }
        noteSize()
    }

    private func noteSize() {
        if frontier.size == sizes.last { note(frontier) }
    }

    private func note(_ frontier: Frontier) {
        sizes.removeLast()
        if isTreeKnown { frontiers[frontier.size] = frontier }
    }

    /// Has the frontier of a size noted that is not reached yet.
    private func want(_ size: Int64) {
        if !sizes.contains(size) { sizes = (sizes + [size]).sorted(by: >) }
    }

    /// Counts a finding and hands it out.
    package func report(_ finding: VerificationFinding) throws {
        counts[finding.kind, default: 0] += 1
        do {
            try watch.onFinding(finding)
        } catch {
            isRefused = true
            throw error
        }
    }
}
