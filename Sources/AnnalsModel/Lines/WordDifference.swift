/// How two texts differ, by words.
///
/// A word is what stands between blanks; each run of blanks and each newline is compared as well,
/// so that the parts put together are the texts.
package struct WordDifference: Sendable {
    /// A part of the texts.
    package struct Part: Sendable, Equatable {
        /// Which of the texts has it.
        package var kind: LineHunk.Line.Kind
        /// The part.
        package var text: String
    }

    /// The parts, removed ones before those that take their place.
    package private(set) var parts: [Part] = []

    /// Compares two texts.
    ///
    /// Long ones, beyond ``Limits/wordStretchBytesMax``, are one removed and one added part.
    package init(from old: String, to new: String) {
        guard old.utf8.count + new.utf8.count <= Limits.wordStretchBytesMax else {
            add(.removed, [old])
            add(.added, [new])
            return
        }
        let (oldWords, newWords) = (Self.words(of: old), Self.words(of: new))
        var numbers: [ExactString: Int32] = [:]
        func numbered(_ words: [String]) -> [Int32] {
            words.map { word in
                let next = Int32(truncatingIfNeeded: numbers.count)
                if let known = numbers[ExactString(word)] { return known }
                numbers[ExactString(word)] = next
                return next
            }
        }
        var done = 0
        for change in SequenceDifference(numbered(oldWords), numbered(newWords)).changes {
            add(.kept, oldWords[done..<change.old.lowerBound])
            add(.removed, oldWords[change.old])
            add(.added, newWords[change.new])
            done = change.old.upperBound
        }
        add(.kept, oldWords[done...])
    }

    private mutating func add(_ kind: LineHunk.Line.Kind, _ words: some Sequence<String>) {
        let text = words.joined()
        if !text.isEmpty { parts.append(Part(kind: kind, text: text)) }
    }

    /// The words, runs of blanks and newlines of a text.
    private static func words(of text: String) -> [String] {
        enum Sort { case word, blank, newline }
        var words: [String] = []
        var last: Sort?
        for scalar in text.unicodeScalars {
            let sort: Sort =
                scalar == "\n" ? .newline : scalar.properties.isWhitespace ? .blank : .word
            if sort == last, sort != .newline {
                words[words.count - 1].unicodeScalars.append(scalar)
            } else {
                words.append(String(scalar))
            }
            last = sort
        }
        return words
    }
}
