/// Cuts the payload of a large body into its blocks.
///
/// Each has a frame in front: where its window of the base begins, as 4 bytes little-endian, if the
/// body has a base; then its length, as 2 bytes little-endian.
struct FrameReader {
    private var rest: Slice<UnsafeRawBufferPointer>
    private let hasBase: Bool

    init(_ payload: UnsafeRawBufferPointer, hasBase: Bool) {
        rest = payload[...]
        self.hasBase = hasBase
    }

    var isAtEnd: Bool { rest.isEmpty }

    /// The next block; nil if there is no whole one.
    mutating func next() -> (baseStart: Int, block: UnsafeRawBufferPointer)? {
        var baseStart = 0
        if hasBase {
            guard let start = integer(bytes: 4) else { return nil }
            baseStart = start
        }
        guard let length = integer(bytes: 2), length <= rest.count else { return nil }
        let block = UnsafeRawBufferPointer(rebasing: rest.prefix(length))
        rest = rest.dropFirst(length)
        return (baseStart, block)
    }

    private mutating func integer(bytes: Int) -> Int? {
        guard rest.count >= bytes else { return nil }
        let value = rest.prefix(bytes).reversed().reduce(0) { $0 << 8 | Int($1) }
        rest = rest.dropFirst(bytes)
        return value
    }
}
