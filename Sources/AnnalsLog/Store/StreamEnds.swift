import AnnalsModel

/// The ends of streams that the writer keeps at hand.
///
/// What a transaction changed stays until its end, and goes back to what it was, or is forgotten,
/// where it or a job of it is undone.
struct StreamEnds {
    /// Nothing of it is forgotten within a transaction.
    private var ends: GenerationCache<StreamName, StreamEnd>
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

    /// - Parameter weightMax: Sum of the weights of a generation.
    init(weightMax: Int) {
        ends = GenerationCache(weightMax: weightMax)
    }

    /// The end of a stream, if it is at hand.
    mutating func end(of name: StreamName) -> StreamEnd? {
        ends.held(for: name) { end in
            end.mark.weight = end.weight
            return end.mark.weight
        }
    }

    /// Keeps an end that was read, or made.
    mutating func add(_ end: StreamEnd) {
        ends.hold(end, for: end.name, weight: 0)
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
        for end in changed[changedBefore...] { end.mark.transaction = 0 }
        changed.removeSubrange(changedBefore...)
        for (end, parts) in before {
            if let parts {
                end.parts = parts
            } else {
                ends.remove(end.name)
                // Its weight is not counted any more.
                end.mark.transaction = transaction
            }
        }
        before.removeAll(keepingCapacity: true)
        job += 1
    }

    /// Ends the transaction.
    ///
    /// - Parameter isCommitted: Whether what it changed is true now; else it is forgotten.
    mutating func endTransaction(committed isCommitted: Bool) {
        if isCommitted {
            for end in added where end.mark.transaction != transaction { count(end) }
            for end in changed { count(end) }
        } else {
            for end in changed { ends.remove(end.name) }
            for end in added { ends.remove(end.name) }
        }
        before.removeAll(keepingCapacity: true)
        added.removeAll(keepingCapacity: true)
        changed.removeAll(keepingCapacity: true)
        changedBefore = 0
        transaction += 1
        job += 1
        ends.forgetOld()
    }

    /// Forgets everything.
    mutating func removeAll() {
        ends.removeAll()
    }

    private mutating func count(_ end: StreamEnd) {
        let weight = end.weight
        ends.add(weight: weight - end.mark.weight)
        end.mark.weight = weight
    }
}
