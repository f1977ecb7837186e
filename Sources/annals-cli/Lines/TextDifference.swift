import AnnalsModel

/// Shows how two texts differ as a unified diff, or with marks around words.
struct TextDifference {
    let output: Output
    /// Whether words are marked; else lines.
    let marksWords: Bool

    /// Shows the hunks.
    func write(from old: String, to new: String) throws {
        guard LineDifference.isComparable(old), LineDifference.isComparable(new) else {
            return try output.writeLine(
                "(more than \(Limits.comparedLinesMax) lines: they are not compared)")
        }
        let difference = LineDifference(from: old, to: new)
        for hunk in difference.hunks() {
            try output.writeLine(output.screen.styled(hunk.header, .dim))
            if marksWords { try writeWords(of: hunk) } else { try writeLines(of: hunk) }
        }
        if !difference.isMinimal {
            try output.writeLine("(very many lines differ: fewer may have changed than are shown)")
        }
    }

    private func writeLines(of hunk: LineHunk) throws {
        for line in hunk.lines {
            try output.writeLine(styled(line.kind.rawValue + line.text.terminalSafeLine, line.kind))
            if !line.hasNewline { try output.writeLine(Self.noNewline) }
        }
    }

    private func writeWords(of hunk: LineHunk) throws {
        var next = 0
        for stretch in hunk.stretches {
            for line in hunk.lines[next..<stretch.lines.lowerBound] { try writeKept(line) }
            try writeWords(stretch.old, stretch.new)
            if hunk.lines[stretch.lines].last?.hasNewline == false {
                try output.writeLine(Self.noNewline)
            }
            next = stretch.lines.upperBound
        }
        for line in hunk.lines[next...] { try writeKept(line) }
    }

    private func writeKept(_ line: LineHunk.Line) throws {
        try output.writeLine(line.text.terminalSafeLine)
        if !line.hasNewline { try output.writeLine(Self.noNewline) }
    }

    /// Shows a text with its words marked, as `git diff --word-diff` does, and ends the line.
    func writeWords(_ old: String, _ new: String) throws {
        var isAtStart = false
        for part in WordDifference(from: old, to: new).parts {
            let pieces = part.text.unicodeScalars.split(
                separator: "\n", omittingEmptySubsequences: false)
            for (index, piece) in pieces.enumerated() {
                if index > 0 { try output.write("\n") }
                isAtStart = index > 0 && piece.isEmpty
                if !piece.isEmpty { try output.write(marked(String(piece), part.kind)) }
            }
        }
        if !isAtStart { try output.write("\n") }
    }

    private func marked(_ text: String, _ kind: LineHunk.Line.Kind) -> String {
        let text = text.terminalSafeLine
        guard !output.screen.isColored else { return styled(text, kind) }
        return switch kind {
        case .kept: text
        case .removed: "[-\(text)-]"
        case .added: "{+\(text)+}"
        }
    }

    private func styled(_ text: String, _ kind: LineHunk.Line.Kind) -> String {
        switch kind {
        case .kept: text
        case .removed: output.screen.styled(text, .red)
        case .added: output.screen.styled(text, .green)
        }
    }

    private static let noNewline = "\\ No newline at end of file"
}

extension String {
    /// A line of a text, harmless to a terminal; tabs, which indent and do no harm, stay.
    var terminalSafeLine: String {
        guard utf8.contains(UInt8(ascii: "\t")) else { return terminalSafe }
        return unicodeScalars.split(separator: "\t", omittingEmptySubsequences: false)
            .map { String($0).terminalSafe }.joined(separator: "\t")
    }
}
