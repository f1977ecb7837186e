/// Lines of two texts that differ, with the unchanged ones around them.
public struct LineHunk: Sendable, Equatable {
    /// A line of a hunk.
    public struct Line: Sendable, Equatable {
        /// Which of the two texts has a line.
        public enum Kind: String, Sendable, CaseIterable {
            /// Both texts have it.
            case kept = " "
            /// Only the old one.
            case removed = "-"
            /// Only the new one.
            case added = "+"
        }

        /// Which of the texts has it; the raw value is the mark in front of it in a unified diff.
        public var kind: Kind
        /// The line without its newline.
        public var text: String
        /// Whether a newline ends it; only the last line of a text may have none.
        public var hasNewline: Bool
    }

    /// The lines of the old text that it spans, counted from 0.
    public let old: Range<Int>
    /// The lines of the new text.
    public let new: Range<Int>
    /// The lines, removed ones before those that take their place.
    public let lines: [Line]
    /// The stretches of `lines` that are changes, and the texts of each.
    package let stretches: [Stretch]

    /// A change with all its lines.
    package struct Stretch: Sendable, Equatable {
        /// Where in the hunk's lines it is.
        package let lines: Range<Int>
        /// The lines that went, with their newlines.
        package let old: String
        /// The lines that came.
        package let new: String
    }

    /// The first line of the hunk in a unified diff, as in `@@ -3,7 +3,8 @@`.
    ///
    /// Lines count from 1. Of a range without lines the one before it is named, 0 at the start.
    public var header: String { "@@ -\(Self.notation(old)) +\(Self.notation(new)) @@" }

    private static func notation(_ range: Range<Int>) -> String {
        "\(range.lowerBound + (range.isEmpty ? 0 : 1)),\(range.count)"
    }

    init(_ texts: LineDifference, _ changes: ArraySlice<SequenceChange>, context: Int) {
        var lines: [Line] = []
        var stretches: [Stretch] = []
        func add(_ kind: Line.Kind, _ range: Range<Int>, of text: LinedText) {
            for line in range {
                lines.append(
                    Line(kind: kind, text: text.text(line), hasNewline: text.hasNewline(line)))
            }
        }
        let before = min(context, changes.first?.old.lowerBound ?? 0)
        let after = min(context, texts.old.count - (changes.last?.old.upperBound ?? 0))
        old =
            (changes.first?.old.lowerBound ?? 0) - before..<(changes.last?.old.upperBound ?? 0)
            + after
        new =
            (changes.first?.new.lowerBound ?? 0) - before..<(changes.last?.new.upperBound ?? 0)
            + after
        var done = old.lowerBound
        for change in changes {
            add(.kept, done..<change.old.lowerBound, of: texts.old)
            let start = lines.count
            add(.removed, change.old, of: texts.old)
            add(.added, change.new, of: texts.new)
            done = change.old.upperBound
            stretches.append(
                Stretch(
                    lines: start..<lines.count, old: texts.old.text(change.old),
                    new: texts.new.text(change.new)))
        }
        add(.kept, done..<old.upperBound, of: texts.old)
        self.lines = lines
        self.stretches = stretches
    }
}
