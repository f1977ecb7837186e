/// Elements of a sequence that take the place of elements of another.
///
/// One of the ranges may be empty: elements came, or went. Elements between two changes are the
/// same in both sequences.
struct SequenceChange: Sendable, Equatable {
    var old: Range<Int>
    var new: Range<Int>
}

/// How two sequences of numbers differ.
///
/// The algorithm is the one of E. W. Myers, "An O(ND) Difference Algorithm and Its Variations",
/// Algorithmica 1 (1986), in its linear space: the middle of a shortest way from one sequence to
/// the other is met from both ends, then both halves are compared. A number that only one of the
/// sequences has is left out before. A way that is too far is not followed to its end: the
/// furthest point that was reached is on it then, which still gives a right answer but maybe not
/// the shortest.
struct SequenceDifference {
    /// What differs, first to last.
    private(set) var changes: [SequenceChange] = []
    /// Whether no shorter list of changes leads from the one to the other.
    private(set) var isMinimal = true

    private var isRemoved: [Bool]
    private var isAdded: [Bool]

    /// Compares two sequences; equal numbers are equal elements.
    init(_ old: [Int32], _ new: [Int32]) {
        isRemoved = Array(repeating: false, count: old.count)
        isAdded = Array(repeating: false, count: new.count)
        let (oldRest, oldPlaces) = Self.shared(old, with: new, absent: &isRemoved)
        let (newRest, newPlaces) = Self.shared(new, with: old, absent: &isAdded)
        var search = WaySearch(oldRest, newRest)
        search.run()
        isMinimal = search.isMinimal
        for index in search.removed { isRemoved[oldPlaces[index]] = true }
        for index in search.added { isAdded[newPlaces[index]] = true }
        collect()
    }

    /// The elements that the other sequence has as well, with their places.
    private static func shared(
        _ sequence: [Int32], with other: [Int32], absent: inout [Bool]
    ) -> (elements: [Int32], places: [Int]) {
        let others = Set(other)
        var elements: [Int32] = []
        var places: [Int] = []
        for (place, element) in sequence.enumerated() {
            if others.contains(element) {
                elements.append(element)
                places.append(place)
            } else {
                absent[place] = true
            }
        }
        return (elements, places)
    }

    private mutating func collect() {
        var old = 0
        var new = 0
        while old < isRemoved.count || new < isAdded.count {
            let (oldStart, newStart) = (old, new)
            while old < isRemoved.count, isRemoved[old] { old += 1 }
            while new < isAdded.count, isAdded[new] { new += 1 }
            if old > oldStart || new > newStart {
                changes.append(SequenceChange(old: oldStart..<old, new: newStart..<new))
            } else {
                old += 1
                new += 1
            }
        }
    }
}

/// Looks for a shortest way from one sequence to another.
private struct WaySearch {
    private let old: [Int32]
    private let new: [Int32]
    /// The furthest place of `old` reached on each diagonal, from the start and from the end.
    ///
    /// A diagonal is the place in `old` less the place in `new`; those next to the outermost ones
    /// have an entry too.
    private var forward: [Int]
    private var backward: [Int]
    /// Entry of diagonal 0.
    private let zero: Int
    private let depthMax: Int

    private(set) var removed: [Int] = []
    private(set) var added: [Int] = []
    private(set) var isMinimal = true

    /// Two stretches that are compared.
    private struct Stretch {
        var old: Range<Int>
        var new: Range<Int>
    }

    init(_ old: [Int32], _ new: [Int32]) {
        self.old = old
        self.new = new
        zero = new.count + 1
        let diagonals = old.count + new.count + 3
        forward = Array(repeating: 0, count: diagonals)
        backward = Array(repeating: 0, count: diagonals)
        depthMax = max(Limits.lineSearchDepthMin, Int(Double(diagonals).squareRoot()))
    }

    mutating func run() {
        // A list of its own instead of recursion, which is as deep as texts are long.
        var open = [Stretch(old: 0..<old.count, new: 0..<new.count)]
        while let next = open.popLast() {
            let stretch = trimmed(next)
            if stretch.old.isEmpty || stretch.new.isEmpty {
                removed += stretch.old
                added += stretch.new
                continue
            }
            let (oldMiddle, newMiddle) = middle(of: stretch)
            open.append(
                Stretch(
                    old: oldMiddle..<stretch.old.upperBound,
                    new: newMiddle..<stretch.new.upperBound))
            open.append(
                Stretch(
                    old: stretch.old.lowerBound..<oldMiddle,
                    new: stretch.new.lowerBound..<newMiddle))
        }
    }

    /// A stretch without what is the same at its start and its end.
    private func trimmed(_ stretch: Stretch) -> Stretch {
        var (start, end) = (stretch.old.lowerBound, stretch.old.upperBound)
        var (newStart, newEnd) = (stretch.new.lowerBound, stretch.new.upperBound)
        while start < end, newStart < newEnd, old[start] == new[newStart] {
            start += 1
            newStart += 1
        }
        while start < end, newStart < newEnd, old[end - 1] == new[newEnd - 1] {
            end -= 1
            newEnd -= 1
        }
        return Stretch(old: start..<end, new: newStart..<newEnd)
    }

    /// A point on a way through a stretch whose ends differ; neither of its corners.
    private mutating func middle(of stretch: Stretch) -> (old: Int, new: Int) {
        let start = stretch.old.lowerBound - stretch.new.lowerBound
        let end = stretch.old.upperBound - stretch.new.upperBound
        let lowest = stretch.old.lowerBound - stretch.new.upperBound
        let highest = stretch.old.upperBound - stretch.new.lowerBound
        // From one end alone both meet after an odd number of steps.
        let isOdd = (start - end) & 1 != 0
        var ahead = start...start
        var back = end...end
        forward[zero + start] = stretch.old.lowerBound
        backward[zero + end] = stretch.old.upperBound
        var depth = 0
        while true {
            depth += 1
            ahead = Self.widened(ahead, lowest, highest) { forward[zero + $0] = -1 }
            for diagonal in stride(from: ahead.upperBound, through: ahead.lowerBound, by: -2) {
                let place = advance(diagonal, in: stretch)
                if isOdd, back.contains(diagonal), backward[zero + diagonal] <= place {
                    return (place, place - diagonal)
                }
            }
            back = Self.widened(back, lowest, highest) { backward[zero + $0] = Int.max }
            for diagonal in stride(from: back.upperBound, through: back.lowerBound, by: -2) {
                let place = retreat(diagonal, in: stretch)
                if !isOdd, ahead.contains(diagonal), place <= forward[zero + diagonal] {
                    return (place, place - diagonal)
                }
            }
            if depth >= depthMax {
                isMinimal = false
                return furthest(ahead, back, in: stretch)
            }
        }
    }

    /// The diagonals that are a step further, within those of the stretch.
    ///
    /// - Parameter block: Gets a diagonal beside them that nothing leads from.
    private static func widened(
        _ range: ClosedRange<Int>, _ lowest: Int, _ highest: Int, block: (Int) -> Void
    ) -> ClosedRange<Int> {
        var (lower, upper) = (range.lowerBound, range.upperBound)
        if lower > lowest {
            lower -= 1
            block(lower - 1)
        } else {
            lower += 1
        }
        if upper < highest {
            upper += 1
            block(upper + 1)
        } else {
            upper -= 1
        }
        return lower...upper
    }

    /// Goes on from the start on one diagonal: a step from one beside it, then all that is equal.
    private mutating func advance(_ diagonal: Int, in stretch: Stretch) -> Int {
        let (left, right) = (forward[zero + diagonal - 1], forward[zero + diagonal + 1])
        var place = left >= right ? left + 1 : right
        while place < stretch.old.upperBound, place - diagonal < stretch.new.upperBound,
            old[place] == new[place - diagonal]
        {
            place += 1
        }
        forward[zero + diagonal] = place
        return place
    }

    /// The same from the end.
    private mutating func retreat(_ diagonal: Int, in stretch: Stretch) -> Int {
        let (left, right) = (backward[zero + diagonal - 1], backward[zero + diagonal + 1])
        var place = left < right ? left : right - 1
        while place > stretch.old.lowerBound, place - diagonal > stretch.new.lowerBound,
            old[place - 1] == new[place - diagonal - 1]
        {
            place -= 1
        }
        backward[zero + diagonal] = place
        return place
    }

    /// The point that is furthest from where it was begun.
    private func furthest(
        _ ahead: ClosedRange<Int>, _ back: ClosedRange<Int>, in stretch: Stretch
    ) -> (old: Int, new: Int) {
        var best = (sum: Int.min, old: 0, new: 0)
        for diagonal in stride(from: ahead.upperBound, through: ahead.lowerBound, by: -2) {
            let place = min(
                forward[zero + diagonal], stretch.old.upperBound,
                stretch.new.upperBound + diagonal)
            let sum = 2 * place - diagonal - stretch.old.lowerBound - stretch.new.lowerBound
            if sum > best.sum { best = (sum, place, place - diagonal) }
        }
        for diagonal in stride(from: back.upperBound, through: back.lowerBound, by: -2) {
            let place = max(
                backward[zero + diagonal], stretch.old.lowerBound,
                stretch.new.lowerBound + diagonal)
            let sum = stretch.old.upperBound + stretch.new.upperBound - 2 * place + diagonal
            if sum > best.sum { best = (sum, place, place - diagonal) }
        }
        return (best.old, best.new)
    }
}
