/// Blanks out comments and the contents of string literals, so that rules look at code alone.
///
/// The result has as many bytes as the text, and its newlines in the same places. Code inside
/// string interpolations stays.
struct CodeMask {
    private let text: [UInt8]
    private let isSwift: Bool
    private var masked: [UInt8]
    private var index = 0

    static func mask(_ text: [UInt8], isSwift: Bool) -> [UInt8] {
        var mask = CodeMask(text: text, isSwift: isSwift)
        while mask.index < text.count {
            mask.skipCode()
        }
        return mask.masked
    }

    private init(text: [UInt8], isSwift: Bool) {
        self.text = text
        self.isSwift = isSwift
        masked = text
    }

    private func isAt(_ token: StaticString) -> Bool {
        guard index + token.utf8CodeUnitCount <= text.count else {
            return false
        }
        for offset in 0..<token.utf8CodeUnitCount
        where text[index + offset] != token.utf8Start[offset] {
            return false
        }
        return true
    }

    private mutating func blank(_ count: Int = 1) {
        for _ in 0..<count where index < text.count {
            if text[index] != UInt8(ascii: "\n") {
                masked[index] = UInt8(ascii: " ")
            }
            index += 1
        }
    }

    /// Goes on by one token of code, comment or literal; inside an interpolation until its end.
    private mutating func skipCode(untilParenthesis: Bool = false) {
        var depth = 0
        while index < text.count {
            if isAt("//") {
                skipLineComment()
            } else if isAt("/*") {
                skipBlockComment()
            } else if let hashes = hashesBeforeQuote() {
                skipString(hashes: hashes)
            } else if !isSwift, text[index] == UInt8(ascii: "'") {
                skipCharacter()
            } else {
                let byte = text[index]
                index += 1
                if byte == UInt8(ascii: "(") {
                    depth += 1
                } else if byte == UInt8(ascii: ")") {
                    depth -= 1
                    if untilParenthesis, depth < 0 {
                        return
                    }
                }
            }
        }
    }

    private mutating func skipLineComment() {
        while index < text.count, text[index] != UInt8(ascii: "\n") {
            blank()
        }
    }

    private mutating func skipBlockComment() {
        var depth = 0
        repeat {
            if isAt("/*"), isSwift || depth == 0 {
                depth += 1
                blank(2)
            } else if isAt("*/") {
                depth -= 1
                blank(2)
            } else {
                blank()
            }
        } while depth > 0 && index < text.count
    }

    private mutating func skipCharacter() {
        index += 1
        while index < text.count, text[index] != UInt8(ascii: "'") {
            blank(text[index] == UInt8(ascii: "\\") ? 2 : 1)
        }
        index += 1
    }

    /// The number of `#` before the quote that begins here, nil where no string begins.
    private func hashesBeforeQuote() -> Int? {
        var end = index
        while isSwift, end < text.count, text[end] == UInt8(ascii: "#") {
            end += 1
        }
        return end < text.count && text[end] == UInt8(ascii: "\"") ? end - index : nil
    }

    private mutating func skipString(hashes: Int) {
        index += hashes
        let isMultiline = isSwift && isAt("\"\"\"")
        let quotes = isMultiline ? 3 : 1
        index += quotes
        while index < text.count {
            if endsString(quotes: quotes, hashes: hashes) {
                index += quotes + hashes
                return
            }
            if text[index] == UInt8(ascii: "\\"), hasHashes(hashes, at: index + 1) {
                let escaped = index + 1 + hashes
                if isSwift, escaped < text.count, text[escaped] == UInt8(ascii: "(") {
                    blank(2 + hashes)
                    skipCode(untilParenthesis: true)
                } else {
                    blank(2 + hashes)
                }
            } else if !isMultiline, text[index] == UInt8(ascii: "\n") {
                return  // not closed: broken code, or a quote that was no string
            } else {
                blank()
            }
        }
    }

    private func endsString(quotes: Int, hashes: Int) -> Bool {
        guard quotes == 1 ? isAt("\"") : isAt("\"\"\"") else {
            return false
        }
        return hasHashes(hashes, at: index + quotes)
    }

    private func hasHashes(_ count: Int, at start: Int) -> Bool {
        start + count <= text.count
            && text[start..<(start + count)].allSatisfy { $0 == UInt8(ascii: "#") }
    }
}
