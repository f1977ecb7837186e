/// A command line as somebody is typing it in a shell, up to the cursor: its words, and how the
/// last of them is quoted so far.
struct TypedLine {
    /// The words before the last one, without their quotes, the command's name first.
    private(set) var words: [String] = []
    /// The last word so far, without its quotes; empty behind a blank.
    private(set) var last = ""
    /// Whether the last word is a file that the shell redirects to or from.
    private(set) var isRedirection = false

    /// The quote that is open at the cursor.
    private var quote: Character?
    /// Where the part of the last word begins that the shell replaces: behind the quote that is
    /// open, else behind the last character at which it begins a word anew.
    private var start = 0
    /// Where it ends: before a backslash that is the last character, since what completes quotes
    /// the next one itself.
    private var end: Int
    private let line: [Character]

    /// Reads a line.
    ///
    /// - Parameters:
    ///   - text: The line up to the cursor.
    ///   - breaks: Characters at which the shell begins a word anew when it completes: bash's
    ///     `COMP_WORDBREAKS`. To the program they are parts of the word, such as the colon of
    ///     `tag:NAME`.
    init(_ text: String, breaks: String) {
        line = Array(text)
        end = line.count
        var wordStart = 0
        var isEscaped = false
        var hasBegun = false
        for (index, character) in line.enumerated() {
            if isEscaped {
                isEscaped = false
                // In double quotes a backslash is one unless it stands before these.
                if quote == "\"", !"$`\"\\".contains(character) { last.append("\\") }
                last.append(character)
            } else if character == "\\", quote != "'" {
                isEscaped = true
                hasBegun = true
            } else if character == quote {
                quote = nil
                start = wordStart
            } else if quote == nil, character == "'" || character == "\"" {
                quote = character
                hasBegun = true
                start = index + 1
            } else if quote == nil, " \t\n<>".contains(character) {
                if hasBegun, !isRedirection { words.append(last) }
                if hasBegun { isRedirection = false }
                if character == "<" || character == ">" { isRedirection = true }
                hasBegun = false
                last = ""
                wordStart = index + 1
                start = wordStart
            } else {
                hasBegun = true
                last.append(character)
                guard quote == nil, breaks.contains(character) else { continue }
                wordStart = index + 1
                start = wordStart
            }
        }
        if isEscaped { end -= 1 }
    }

    /// What the shell has to put in place of the part that it replaces, so that the last word
    /// becomes another that goes on after it.
    ///
    /// - Returns: nil if that is no continuation, or cannot be written in the quotes that are open.
    func replacement(by word: String) -> String? {
        guard word.unicodeScalars.starts(with: last.unicodeScalars) else { return nil }
        let rest = word.unicodeScalars.dropFirst(last.unicodeScalars.count)
        let typed = String(line[start..<max(start, end)])
        var added = ""
        for scalar in rest {
            guard let quoted = quoted(scalar, isFirst: last.isEmpty && added.isEmpty) else {
                return nil
            }
            added += quoted
        }
        return typed + added
    }

    /// A character as the shell takes it literally in the quotes that are open.
    private func quoted(_ scalar: Unicode.Scalar, isFirst: Bool) -> String? {
        let text = String(Character(scalar))
        switch quote {
        case "'":
            return scalar == "'" ? "'\\''" : text
        case .some:
            // Inside double quotes nothing keeps a shell from its history.
            if scalar == "!" { return nil }
            return "$`\"\\".unicodeScalars.contains(scalar) ? "\\" + text : text
        case nil:
            let isPlain =
                !scalar.isASCII || scalar.properties.isAlphabetic
                || ("0"..."9").contains(scalar) || "_/.,:@%+=-".unicodeScalars.contains(scalar)
                || scalar == "~" && !isFirst
            return isPlain ? text : "\\" + text
        }
    }
}
