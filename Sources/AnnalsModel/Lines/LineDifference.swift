/// How two texts differ, by lines.
///
/// Lines are compared byte by byte. A line ends with a newline, and a last line without one differs
/// from the same line with it. The algorithm is that of Myers (1986), as in `diff` and `git`; where
/// two long texts differ in very many lines, a way that is good is taken for the shortest, so that
/// the work stays in proportion to their length.
public struct LineDifference: Sendable {
    let old: LinedText
    let new: LinedText
    let changes: [SequenceChange]
    /// Whether no fewer lines could be shown as removed and added.
    public let isMinimal: Bool

    /// Whether a text has no more lines than are compared, ``Limits/comparedLinesMax``.
    public static func isComparable(_ text: String) -> Bool {
        guard text.utf8.count > Limits.comparedLinesMax else { return true }
        var newlines = 0
        for byte in text.utf8 where byte == 0x0A { newlines += 1 }
        return newlines < Limits.comparedLinesMax
    }

    /// Compares two texts, of any length; see ``isComparable(_:)`` for what that takes.
    public init(from old: String, to new: String) {
        self.init(from: LinedText(old), to: LinedText(new))
    }

    init(from old: LinedText, to new: LinedText) {
        self.old = old
        self.new = new
        let most = min(old.count, new.count)
        var start = 0
        while start < most, old.isEqual(start, to: start, of: new) { start += 1 }
        var end = 0
        while end < most - start, old.isEqual(old.count - 1 - end, to: new.count - 1 - end, of: new)
        {
            end += 1
        }
        var numbers: [ExactString: Int32] = [:]
        func numbered(_ text: LinedText) -> [Int32] {
            (start..<text.count - end).map { line in
                // A text has far fewer lines than there are numbers.
                let next = Int32(truncatingIfNeeded: numbers.count)
                let whole = text.whole(line)
                if let known = numbers[whole] { return known }
                numbers[whole] = next
                return next
            }
        }
        let difference = SequenceDifference(numbered(old), numbered(new))
        isMinimal = difference.isMinimal
        let changes = difference.changes.map { change in
            SequenceChange(
                old: change.old.lowerBound + start..<change.old.upperBound + start,
                new: change.new.lowerBound + start..<change.new.upperBound + start)
        }
        self.changes = Self.movedDown(changes, old, new)
    }

    /// The changes, with lines that only came or only went as far down as they can be.
    ///
    /// Where a paragraph is put between two others, either of the blank lines around it can be said
    /// to be new. Readers take the last one for it, as `diff` does.
    private static func movedDown(
        _ changes: [SequenceChange], _ old: LinedText, _ new: LinedText
    ) -> [SequenceChange] {
        var moved: [SequenceChange] = []
        for change in changes.reversed() {
            var change = change
            while true {
                let end = moved.last?.old.lowerBound ?? old.count
                while change.old.upperBound < end, change.canMoveDown(old, new) {
                    change.old = change.old.lowerBound + 1..<change.old.upperBound + 1
                    change.new = change.new.lowerBound + 1..<change.new.upperBound + 1
                }
                // What met the next change is one with it, and may go further.
                guard let next = moved.last, change.old.upperBound == next.old.lowerBound else {
                    break
                }
                change.old = change.old.lowerBound..<next.old.upperBound
                change.new = change.new.lowerBound..<next.new.upperBound
                moved.removeLast()
            }
            moved.append(change)
        }
        return moved.reversed()
    }

    /// Number of lines that are in the new text alone.
    public var addedCount: Int { changes.reduce(0) { $0 + $1.new.count } }

    /// Number of lines that are in the old text alone.
    public var removedCount: Int { changes.reduce(0) { $0 + $1.old.count } }

    /// The changes with the lines around them, as a unified diff shows them.
    ///
    /// - Parameter context: Unchanged lines before and after a change; changes that are no further
    ///   apart than twice as many share a hunk.
    public func hunks(context: Int = Limits.contextLines) -> [LineHunk] {
        groups(context: max(context, 0)).map { LineHunk(self, $0, context: max(context, 0)) }
    }

    /// The changes that share hunks.
    private func groups(context: Int) -> [ArraySlice<SequenceChange>] {
        var groups: [ArraySlice<SequenceChange>] = []
        var start = 0
        for index in changes.indices {
            let next = index + 1
            let isLast = next == changes.count
            if isLast || changes[next].old.lowerBound - changes[index].old.upperBound > 2 * context
            {
                groups.append(changes[start..<next])
                start = next
            }
        }
        return groups
    }
}

extension SequenceChange {
    /// Whether the same lines come or go if the change is one line further down.
    fileprivate func canMoveDown(_ oldText: LinedText, _ newText: LinedText) -> Bool {
        if old.isEmpty {
            newText.isEqual(new.lowerBound, to: new.upperBound, of: newText)
        } else if new.isEmpty {
            oldText.isEqual(old.lowerBound, to: old.upperBound, of: oldText)
        } else {
            false
        }
    }
}
