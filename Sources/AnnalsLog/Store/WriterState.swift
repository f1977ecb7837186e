import AnnalsCodec
import AnnalsIntegrity

/// What the writer knows of the store without asking it: a value that is replaced as a whole, and
/// only after the commit that made it true.
struct WriterState {
    /// Complete subtrees at the right edge of the Merkle tree; its size is the last position.
    var frontier = Frontier()
    /// The current cycle.
    var cycle: Int64 = 0
    /// Recorded time of the last event, in µs since 1970 UTC; nil if there is none.
    var recordedAt: Int64?
    /// Digest of the last event of this process; nil if the last one was read.
    var lastDigest: Digest?
    /// Sum of the bodies' bytes before compression.
    var bodyBytes: Int64 = 0
    /// Sum of the bodies' bytes as stored.
    var storedBytes: Int64 = 0
    /// Id of the newest dictionary, 0 if there is none.
    var dictionary: Int64 = 0
    /// Body bytes at which the newest dictionary was trained.
    var trainedAt: Int64 = 0
    /// Largest id of a stream.
    var lastStream: Int64 = 0

    /// The last position; 0 in an empty store.
    var size: Int64 { frontier.size }

    /// Whether the store has grown so that the next dictionary is to be trained.
    var isTrainingDue: Bool {
        DictionarySchedule.isDue(
            bodyBytes: bodyBytes, trainedAt: trainedAt, dictionaries: dictionary)
    }

    /// Where the next event comes.
    var end: LogEnd { LogEnd(size: size, recordedAt: recordedAt, cycle: cycle) }
}

/// Where the next event of the log comes.
struct LogEnd {
    /// Position of the last event; 0 in an empty store.
    var size: Int64
    /// Recorded time of the last event, in µs since 1970 UTC; nil if there is none.
    var recordedAt: Int64?
    /// The current cycle.
    var cycle: Int64
}

/// A bounded cache in two generations: what is used moves to the young one; when that is full, it
/// becomes the old one, and what was old is forgotten.
struct GenerationCache<Key: Hashable, Value> {
    private var young: [Key: Value] = [:]
    private var old: [Key: Value] = [:]
    private var youngWeight = 0
    private let weightMax: Int

    /// - Parameter weightMax: Sum of the weights of a generation.
    init(weightMax: Int) {
        self.weightMax = weightMax
    }

    /// The value for a key, if it is still known.
    mutating func value(for key: Key, weight: (Value) -> Int) -> Value? {
        defer { forgetOld() }
        return held(for: key, weight: weight)
    }

    /// Keeps a value.
    mutating func set(_ value: Value, for key: Key, weight: Int) {
        hold(value, for: key, weight: weight)
        forgetOld()
    }

    // MARK: Holding all that is used for a while

    /// The value for a key; nothing is forgotten for it before ``forgetOld()``.
    mutating func held(for key: Key, weight: (Value) -> Int) -> Value? {
        if let value = young[key] { return value }
        guard let value = old.removeValue(forKey: key) else { return nil }
        hold(value, for: key, weight: weight(value))
        return value
    }

    /// Keeps a value; nothing is forgotten for it before ``forgetOld()``.
    mutating func hold(_ value: Value, for key: Key, weight: Int) {
        young[key] = value
        youngWeight += weight
    }

    /// Says that a value that is held became heavier.
    mutating func add(weight: Int) {
        youngWeight += weight
    }

    /// Lets go of a value that is held.
    mutating func remove(_ key: Key) {
        young[key] = nil
    }

    /// Makes the young generation the old one if it is full.
    mutating func forgetOld() {
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
}
