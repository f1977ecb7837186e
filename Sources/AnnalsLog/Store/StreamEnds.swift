import AnnalsModel

/// The ends of streams that the writer keeps at hand, in two generations: what is used moves to the
/// young one; when that is full at the end of a transaction, it becomes the old one, and what was
/// old is forgotten.
///
/// What a transaction changed stays until its end, and goes back to what it was, or is forgotten,
/// where it or a job of it is undone.
struct StreamEnds {
    private var young: [StreamName: StreamEnd] = [:]
    private var old: [StreamName: StreamEnd] = [:]
    private var youngWeight = 0
    /// Sum of the weights of a generation.
    private let weightMax: Int
    private var transaction: UInt64 = 1
    private var job: UInt64 = 1
    /// Ends that the transaction read or made.
    private var added: [StreamEnd] = []
    /// Ends that it changed, in the order of their first change.
    private(set) var changed: [StreamEnd] = []
    /// How many of them the jobs before the running one changed.
    private var changedBefore = 0
    /// What the running job changed, as it was before; nil for streams that it made.
    private var before: [(end: StreamEnd, parts: StreamEnd.Parts?)] = []

    init(weightMax: Int) {
        self.weightMax = weightMax
    }

    /// The end of a stream, if it is at hand.
    mutating func end(of name: StreamName) -> StreamEnd? {
        if let end = young[name] { return end }
        guard let end = old.removeValue(forKey: name) else { return nil }
        young[name] = end
        youngWeight += end.weight
        end.mark.weight = end.weight
        return end
    }

    /// Keeps an end that was read, or made.
    mutating func add(_ end: StreamEnd) {
        young[end.name] = end
        added.append(end)
    }

    /// Says that an end is about to change.
    mutating func willChange(_ end: StreamEnd) {
        guard end.mark.job != job else { return }
        end.mark.job = job
        before.append((end, end.stored.newSecrets == nil ? end.parts : nil))
        guard end.mark.transaction != transaction else { return }
        end.mark.transaction = transaction
        changed.append(end)
    }

    /// Keeps what the running job changed.
    mutating func keepJob() {
        before.removeAll(keepingCapacity: true)
        changedBefore = changed.count
        job += 1
    }

    /// Takes back what the running job changed.
    mutating func undoJob() {
        for (end, parts) in before {
            if let parts { end.parts = parts } else { young[end.name] = nil }
        }
        before.removeAll(keepingCapacity: true)
        for end in changed[changedBefore...] { end.mark.transaction = 0 }
        changed.removeSubrange(changedBefore...)
        job += 1
    }

    /// Ends the transaction.
    ///
    /// - Parameter isCommitted: Whether what it changed is true now; else it is forgotten.
    mutating func endTransaction(committed isCommitted: Bool) {
        if isCommitted {
            for end in added
            where end.mark.transaction != transaction && young[end.name] === end {
                count(end)
            }
            for end in changed { count(end) }
        } else {
            for end in changed { young[end.name] = nil }
            for end in added { young[end.name] = nil }
        }
        before.removeAll(keepingCapacity: true)
        added.removeAll(keepingCapacity: true)
        changed.removeAll(keepingCapacity: true)
        changedBefore = 0
        transaction += 1
        job += 1
        guard youngWeight > weightMax else { return }
        old = young
        young = [:]
        youngWeight = 0
    }

    /// Forgets everything.
    mutating func removeAll() {
        young = [:]
        old = [:]
        youngWeight = 0
    }

    private mutating func count(_ end: StreamEnd) {
        let weight = end.weight
        youngWeight += weight - end.mark.weight
        end.mark.weight = weight
    }
}
