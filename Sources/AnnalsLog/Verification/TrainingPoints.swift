/// Where a log was when its dictionaries were trained, found while its events are added up.
///
/// Each dictionary says how many bytes of bodies the log had then. No body is empty, so that one
/// event at most ends there.
struct TrainingPoints {
    /// An event and when it was recorded.
    struct Point {
        let position: Int64
        let recordedAt: Int64
    }

    /// Sums that are wanted and not reached yet, the next one last.
    private var sums: [Int64] = []
    private var points: [Int64: Point] = [:]
    private var last: (sum: Int64, point: Point)?

    /// Wants none.
    init() {}

    /// - Parameter dictionaries: Those whose sums are wanted.
    init(_ dictionaries: [VerificationTables.Trained]) {
        want(dictionaries)
    }

    /// Wants the sums of dictionaries that came since, as far as they lie ahead.
    mutating func want(_ dictionaries: [VerificationTables.Trained]) {
        let reached = last?.sum ?? 0
        if let last, dictionaries.contains(where: { $0.bodyBytes == last.sum }) {
            points[last.sum] = last.point
        }
        sums = Set(dictionaries.map(\.bodyBytes)).filter { $0 > reached }.sorted(by: >)
    }

    /// Goes on to the next event.
    ///
    /// - Parameter sum: Bytes of all bodies, its own among them.
    mutating func note(_ position: Int64, _ sum: Int64, _ recordedAt: Int64) {
        last = (sum, Point(position: position, recordedAt: recordedAt))
        while let next = sums.last, next <= sum {
            sums.removeLast()
            if next == sum { points[sum] = Point(position: position, recordedAt: recordedAt) }
        }
    }

    /// The last event that a dictionary can have been trained from; nil if there is none.
    subscript(_ dictionary: VerificationTables.Trained) -> Point? {
        points[dictionary.bodyBytes]
    }
}
