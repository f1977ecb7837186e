internal import AnnalsModel

/// Makes one LZ4 block of a body, looking for matches in a dictionary that is indexed already.
///
/// `LZ4_compress_fast_continue` keeps 4,096 places of a dictionary and compares with one of them;
/// `LZ4_compress_HC_continue` compares with many, but first reads the whole dictionary, which takes
/// 60 µs. This compares with some of all places, and makes small bodies a third smaller than the
/// former in 1.6 times its time. The block is an ordinary one: `LZ4_decompress_safe_usingDict`
/// reads it, and BodyEncoder has it read every one back before it is stored.
final class BlockMatcher {
    // The base, then the body.
    private let text = UnsafeMutablePointer<UInt8>.allocate(capacity: textBytesMax)
    private let heads = UnsafeMutablePointer<UInt32>.allocate(capacity: 1 << hashBitsMax)
    private let links = UnsafeMutablePointer<UInt32>.allocate(capacity: textBytesMax)

    deinit {
        text.deallocate()
        heads.deallocate()
        links.deallocate()
    }

    /// Compresses a body.
    ///
    /// - Parameters:
    ///   - body: At most 65,536 bytes.
    ///   - base: What stands between dictionary and body; its last 65,536 bytes are used.
    ///   - out: Room for the block.
    /// - Returns: The number of bytes written; 0 if they do not fit.
    func compress(
        _ body: UnsafeRawBufferPointer, after dictionary: IndexedDictionary,
        base: UnsafeRawBufferPointer, effort: MatchEffort, to out: UnsafeMutableRawBufferPointer
    ) -> Int {
        guard body.count <= Limits.bodyBytesSingleBlockMax,
            let target = out.baseAddress?.assumingMemoryBound(to: UInt8.self)
        else { return 0 }
        let base = base.suffix(Limits.historyBytesMax)
        let count = base.count + body.count
        UnsafeMutableRawBufferPointer(start: text, count: base.count).copyBytes(from: base)
        UnsafeMutableRawBufferPointer(start: text + base.count, count: body.count)
            .copyBytes(from: body)
        // One entry a byte, so that clearing them costs less than the search.
        let hashBits = min(
            max(Self.hashBitsMin, Int.bitWidth - count.leadingZeroBitCount), Self.hashBitsMax)
        heads.initialize(repeating: 0, count: 1 << hashBits)
        var finder = MatchFinder(
            text, count: count, after: dictionary, effort, heads: heads, hashBits: hashBits,
            links: links)
        var writer = SequenceWriter(target, capacity: out.count)
        var written = base.count
        var place = base.count
        while place <= finder.lastPlace {
            var match = finder.longest(at: place, over: SequenceWriter.matchBytesMin - 1)
            guard match.distance > 0 else {
                place &+= 1
                continue
            }
            if match.length < effort.lazyBytes {
                prefer(later: &match, &place, &finder, effort)
            }
            let back = finder.commonBytes(
                before: place, distance: match.distance, limit: place &- written)
            place &-= back
            match.length &+= back
            guard writer.put(literals: text + written, count: place &- written, match: match) else {
                return 0
            }
            place &+= match.length
            written = place
        }
        return writer.put(last: text + written, count: count - written) ? writer.count : 0
    }

    /// Moves to a match that begins one or two bytes later, as long as there is a longer one.
    private func prefer(
        later match: inout MatchFinder.Match, _ place: inout Int, _ finder: inout MatchFinder,
        _ effort: MatchEffort
    ) {
        var step = 1
        while step <= 2, match.length < effort.lazyBytes, place &+ step <= finder.lastPlace {
            let later = finder.longest(at: place &+ step, over: match.length &+ step &- 1)
            if later.distance > 0 {
                match = later
                place &+= step
                step = 1
            } else {
                step &+= 1
            }
        }
    }

    private static let textBytesMax = Limits.historyBytesMax + Limits.bodyBytesSingleBlockMax
    private static let hashBitsMin = 10
    private static let hashBitsMax = 15
}
