import AnnalsModel

/// Which elements of an array go on in another version of it.
enum ArrayAlignment {
    /// Pairs of elements that are compared at most; beyond, the middle is written anew.
    private static let comparisonsMax = 250_000

    /// For each new element the old one that it continues, or nil; in ascending order.
    ///
    /// Equal elements continue each other, as many as keep their order; of several ways to pair as
    /// many, the one where no index shifts. Between two such pairs, where as many elements came as
    /// went, they continue each other one by one.
    static func align(_ old: [JSONValue], _ new: [JSONValue]) -> [Int?] {
        let most = min(old.count, new.count)
        let front = (0..<most).prefix { old[$0] == new[$0] }.count
        let back = (0..<(most - front)).prefix {
            old[old.count - 1 - $0] == new[new.count - 1 - $0]
        }.count
        var sources = [Int?](repeating: nil, count: new.count)
        for index in 0..<front { sources[index] = index }
        for index in 0..<back { sources[new.count - 1 - index] = old.count - 1 - index }
        let (oldMiddle, newMiddle) = (front..<(old.count - back), front..<(new.count - back))
        var start = (old: front, new: front)
        let common = longestCommon(old[oldMiddle], new[newMiddle])
        let isSteady =
            old.count == new.count && common.count == oldMiddle.filter { old[$0] == new[$0] }.count
        for pair in isSteady ? [] : common {
            sources[pair.new] = pair.old
            pairUp(start.old..<pair.old, start.new..<pair.new, &sources)
            start = (pair.old + 1, pair.new + 1)
        }
        pairUp(start.old..<oldMiddle.upperBound, start.new..<newMiddle.upperBound, &sources)
        return sources
    }

    private static func pairUp(
        _ old: Range<Int>, _ new: Range<Int>, _ sources: inout [Int?]
    ) {
        guard old.count == new.count else { return }
        for (source, index) in zip(old, new) { sources[index] = source }
    }

    /// The longest common subsequence, as pairs of indexes.
    private static func longestCommon(
        _ old: ArraySlice<JSONValue>, _ new: ArraySlice<JSONValue>
    ) -> [(old: Int, new: Int)] {
        let width = new.count + 1
        guard !old.isEmpty, !new.isEmpty, old.count * new.count <= comparisonsMax else { return [] }
        var lengths = [Int](repeating: 0, count: (old.count + 1) * width)
        for left in (0..<old.count).reversed() {
            for right in (0..<new.count).reversed() {
                let isEqual = old[old.startIndex + left] == new[new.startIndex + right]
                lengths[left * width + right] =
                    isEqual
                    ? lengths[(left + 1) * width + right + 1] + 1
                    : max(lengths[(left + 1) * width + right], lengths[left * width + right + 1])
            }
        }
        var pairs: [(old: Int, new: Int)] = []
        var (left, right) = (0, 0)
        while left < old.count, right < new.count {
            if old[old.startIndex + left] == new[new.startIndex + right] {
                pairs.append((old.startIndex + left, new.startIndex + right))
                (left, right) = (left + 1, right + 1)
            } else if lengths[(left + 1) * width + right] >= lengths[left * width + right + 1] {
                left += 1
            } else {
                right += 1
            }
        }
        return pairs
    }
}
