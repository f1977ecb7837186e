extension TidyRule {
    /// A function fits on a screen.
    package static let functionLength = TidyRule(
        "A function has at most \(functionLinesMax) lines.",
        file: { file in
            FunctionScan.functions(of: file).compactMap { function in
                guard function.lines.count > functionLinesMax else {
                    return nil
                }
                return TidyFinding(
                    path: file.path, line: function.lines.lowerBound + 1,
                    message: "function of \(function.lines.count) lines")
            }
        })

    private static let functionLinesMax = 70
}

/// Finds functions by their keyword and the braces that follow.
struct FunctionScan {
    /// 0-based lines from the keyword to the closing brace.
    struct Function {
        let lines: Range<Int>
    }

    private let code: [UInt8]

    static func functions(of file: SourceFile) -> [Function] {
        let scan = FunctionScan(code: file.code)
        let bodies: [(start: Int, end: Int)] =
            switch file.language {
            case .swift: scan.swiftBodies()
            case .c: scan.topLevelBlocks()
            case .sql, .script, .other: []
            }
        return bodies.map { body in
            Function(lines: file.line(at: body.start)..<(file.line(at: body.end) + 1))
        }
    }

    private static let openers: Set<String> = ["func", "init", "deinit", "subscript", "var"]
    private static let declarations: Set<String> = [
        "func", "init", "deinit", "subscript", "var", "let", "case", "static", "struct", "class",
        "enum", "protocol", "extension", "typealias", "associatedtype",
    ]

    private func swiftBodies() -> [(start: Int, end: Int)] {
        words().compactMap { word in
            guard Self.openers.contains(word.text), !isMember(word.start),
                let brace = bodyBrace(after: word.end, isVariable: word.text == "var")
            else {
                return nil
            }
            return (word.start, closing(brace))
        }
    }

    /// Blocks at the outermost level that follow a closing parenthesis: the functions of C.
    private func topLevelBlocks() -> [(start: Int, end: Int)] {
        var bodies: [(start: Int, end: Int)] = []
        var index = 0
        var last = UInt8(ascii: " ")
        while index < code.count {
            let byte = code[index]
            if byte == UInt8(ascii: "{") {
                let end = closing(index)
                if last == UInt8(ascii: ")") {
                    bodies.append((index, end))
                }
                index = end
            }
            if !Self.isSpace(byte) {
                last = byte
            }
            index += 1
        }
        return bodies
    }

    private func words() -> [(text: String, start: Int, end: Int)] {
        var words: [(text: String, start: Int, end: Int)] = []
        var start: Int?
        for index in 0...code.count {
            if index < code.count, Self.isWord(code[index]) {
                start = start ?? index
            } else if let begun = start {
                words.append((String(decoding: code[begun..<index], as: UTF8.self), begun, index))
                start = nil
            }
        }
        return words
    }

    /// Whether the word at `start` is `.init` and the like: a use, not a declaration.
    private func isMember(_ start: Int) -> Bool {
        start > 0 && (code[start - 1] == UInt8(ascii: ".") || code[start - 1] == UInt8(ascii: "`"))
    }

    /// The brace that opens the body, nil where the declaration has none.
    private func bodyBrace(after start: Int, isVariable: Bool) -> Int? {
        var depth = 0
        var index = start
        while index < code.count {
            switch code[index] {
            case UInt8(ascii: "("), UInt8(ascii: "["):
                depth += 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"):
                depth -= 1
            case UInt8(ascii: "{") where depth == 0:
                return index
            case UInt8(ascii: "}") where depth == 0:
                return nil
            case UInt8(ascii: "="), UInt8(ascii: "\n"):
                if isVariable, depth == 0 {
                    return nil
                }
            case let byte where depth == 0 && Self.isWord(byte):
                let end = code[index...].firstIndex { !Self.isWord($0) } ?? code.count
                let word = String(decoding: code[index..<end], as: UTF8.self)
                if index > start, Self.declarations.contains(word) {
                    return nil
                }
                index = end - 1
            default:
                break
            }
            if depth < 0 {
                return nil
            }
            index += 1
        }
        return nil
    }

    private func closing(_ brace: Int) -> Int {
        var depth = 0
        for index in brace..<code.count {
            if code[index] == UInt8(ascii: "{") {
                depth += 1
            } else if code[index] == UInt8(ascii: "}") {
                depth -= 1
                if depth == 0 {
                    return index
                }
            }
        }
        return code.count - 1
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || byte >= 0x80 || isLetter(byte)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\t")
    }
}
