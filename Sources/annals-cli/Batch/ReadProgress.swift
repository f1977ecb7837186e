import Synchronization

/// How far the reading of an input has come; anybody may ask.
final class ReadProgress: Sendable {
    private let lines = Atomic<Int64>(0)
    private let bytes = Atomic<Int64>(0)

    /// Number of the line that was read last, from 1.
    var line: Int64 { lines.load(ordering: .relaxed) }
    /// Kilobytes read so far.
    var kilobytes: Int64 { bytes.load(ordering: .relaxed) / 1000 }

    /// - Returns: The number of the line that is read now.
    func goToNextLine() -> Int64 { lines.add(1, ordering: .relaxed).newValue }

    func add(bytes count: Int) {
        bytes.add(Int64(count), ordering: .relaxed)
    }
}
