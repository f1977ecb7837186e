import Foundation

/// A text file of the tree, with what the rules need to know about it.
package struct SourceFile: Sendable {
    /// What the text is written in, as far as rules tell files apart.
    package enum Language: Sendable {
        case swift, c, sql, script, other
    }

    /// Path relative to the root of the tree, with slashes.
    package let path: String
    /// What the text is written in.
    package let language: Language
    /// The text, in UTF-8.
    package let bytes: [UInt8]
    /// The text with comments and the contents of string literals blanked out, byte for byte;
    /// equal to `bytes` where the language has no masking.
    package let code: [UInt8]
    /// The bytes of each line, without its newline.
    package let lines: [Range<Int>]

    /// Takes a file's text apart.
    package init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
        language = Self.language(path: path, bytes: bytes)
        switch language {
        case .swift: code = CodeMask.mask(bytes, isSwift: true)
        case .c: code = CodeMask.mask(bytes, isSwift: false)
        case .sql, .script, .other: code = bytes
        }
        var lines: [Range<Int>] = []
        var start = 0
        for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
            lines.append(start..<index)
            start = index + 1
        }
        if start < bytes.count {
            lines.append(start..<bytes.count)
        }
        self.lines = lines
    }

    /// Takes a file's text apart; for samples in tests.
    package init(path: String, text: String) {
        self.init(path: path, bytes: Array(text.utf8))
    }

    /// Whether rules of length and width hold for it: code does, prose and data do not.
    package var isCode: Bool {
        language != .other
    }

    /// The text of a 0-based line.
    package func text(line: Int) -> String {
        String(decoding: bytes[lines[line]], as: UTF8.self)
    }

    /// A 0-based line without comments and contents of strings.
    package func code(line: Int) -> String {
        String(decoding: code[lines[line]], as: UTF8.self)
    }

    /// The 0-based line that holds the byte at `offset`.
    package func line(at offset: Int) -> Int {
        var low = 0
        var high = lines.count
        while low + 1 < high {
            let middle = (low + high) / 2
            if lines[middle].lowerBound <= offset {
                low = middle
            } else {
                high = middle
            }
        }
        return low
    }

    private static func language(path: String, bytes: [UInt8]) -> Language {
        switch (path as NSString).pathExtension {
        case "swift": .swift
        case "c", "h": .c
        case "sql": .sql
        case "py", "sh": .script
        case "" where bytes.starts(with: Array("#!".utf8)): .script
        default: .other
        }
    }
}
