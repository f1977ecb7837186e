import Annals
import AnnalsJSON
import AnnalsModel

/// Shows values that differ to people: texts of several lines by lines, all else as a whole.
struct ChangedValues {
    let output: Output
    /// Whether words are marked within changed texts.
    let marksWords: Bool

    /// What a line shows of a value.
    typealias Spelling = (JSONValue) -> String

    /// Shows what became of a document, below its name.
    func write(_ difference: DocumentDifference) throws {
        for value in difference.values { try write(value, of: difference.stream) }
    }

    /// Shows what became of a place of a document.
    func write(_ value: ValueDifference, of stream: StreamName) throws {
        let isBinary =
            stream.category == StreamName.fileCategory
            && Self.binaryMembers.contains(value.pointer)
        let name = value.pointer.description
        if isBinary {
            try writeWhole(name.terminalSafe, value.old, value.new, as: Self.binary)
        } else {
            try write(name, old: value.old, new: value.new)
        }
    }

    /// Shows what became of a value.
    ///
    /// - Parameters:
    ///   - name: Where it is; any text.
    ///   - spelling: How a value is written that is not shown by lines.
    func write(
        _ name: String, old: JSONValue?, new: JSONValue?,
        as spelling: Spelling = { Cell($0).text }
    ) throws {
        let name = name.terminalSafe
        let screen = output.screen
        if marksWords, let old = old?.asString, let new = new?.asString,
            !Self.hasLines(old), !Self.hasLines(new)
        {
            try output.write("~ \(name) ")
            return try TextDifference(output: output, marksWords: true).writeWords(old, new)
        }
        guard Self.isShownByLines(old: old, new: new) else {
            return try writeWhole(name, old, new, as: spelling)
        }
        switch (old, new) {
        case (nil, _): try output.writeLine(screen.styled("+ \(name)", .green))
        case (_, nil): try output.writeLine(screen.styled("- \(name)", .red))
        default: try output.writeLine("~ \(name)")
        }
        // A text that came or went has no words that differ.
        let isChanged = old != nil && new != nil
        try TextDifference(output: output, marksWords: marksWords && isChanged)
            .write(from: old?.asString ?? "", to: new?.asString ?? "")
    }

    private func writeWhole(
        _ name: String, _ old: JSONValue?, _ new: JSONValue?, as spelling: Spelling
    ) throws {
        let screen = output.screen
        if let old { try output.writeLine(screen.styled("- \(name) \(spelling(old))", .red)) }
        if let new { try output.writeLine(screen.styled("+ \(name) \(spelling(new))", .green)) }
    }

    /// Whether a change is shown by lines: of texts, one of several lines.
    static func isShownByLines(old: JSONValue?, new: JSONValue?) -> Bool {
        for value in [old, new] {
            if let value, value.asString == nil { return false }
        }
        return [old, new].contains { value in
            value?.asString.map(hasLines) ?? false
        }
    }

    /// Whether a value is a text of more than one line, or an object with one.
    static func hasLines(_ value: JSONValue) -> Bool {
        switch value {
        case .string(let text): hasLines(text)
        case .object(let object): object.contains { hasLines($0.value) }
        case .null, .bool, .number, .array: false
        }
    }

    /// Whether a text has more than one line.
    private static func hasLines(_ text: String) -> Bool {
        guard let newline = text.utf8.firstIndex(of: 0x0A) else { return false }
        return text.utf8.index(after: newline) < text.utf8.endIndex
    }

    /// Where captured files and links have what is not text.
    private static let binaryMembers = [
        JSONPointer(tokens: ["base64"]), JSONPointer(tokens: ["target_base64"]),
    ]

    /// How many bytes a content has that is not text.
    private static func binary(_ value: JSONValue) -> String {
        guard let digits = value.asString?.utf8 else { return Cell(value).text }
        let bytes = digits.count / 4 * 3 - digits.suffix(2).count { $0 == UInt8(ascii: "=") }
        return "(not text, \(bytes) bytes)"
    }
}
