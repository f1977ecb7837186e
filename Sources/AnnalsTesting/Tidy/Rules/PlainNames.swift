import Foundation

extension TidyRule {
    /// A name that fits everything says nothing.
    package static let plainNames = TidyRule(
        "No file and no type is named after what anything could be.",
        file: { file in
            var findings: [TidyFinding] = []
            for part in file.path.split(separator: "/") {
                if let word = emptyWord(in: String(part)) {
                    findings.append(
                        TidyFinding(path: file.path, message: "'\(word)' in its name"))
                }
            }
            guard file.language == .swift else {
                return findings
            }
            for line in file.lines.indices {
                guard let type = declaredType(in: file.code(line: line)),
                    let word = emptyWord(in: type)
                else {
                    continue
                }
                findings.append(
                    TidyFinding(
                        path: file.path, line: line + 1, message: "'\(word)' in \(type)"))
            }
            return findings
        })

    private static let emptyWords: Set<String> = [
        "Util", "Utils", "Utilities", "Helper", "Helpers", "Manager", "Core", "Common", "Misc",
    ]

    private static func declaredType(in code: String) -> String? {
        let words = code.split { !($0.isLetter || $0.isNumber || $0 == "_") }
        let keywords: Set<Substring> = [
            "struct", "class", "enum", "actor", "protocol", "typealias",
        ]
        guard let keyword = words.firstIndex(where: keywords.contains),
            words.indices.contains(keyword + 1)
        else {
            return nil
        }
        return String(words[keyword + 1])
    }

    /// The first word of a name in camel case that says nothing.
    private static func emptyWord(in name: String) -> String? {
        var words: [String] = []
        for character in name {
            if character.isUppercase || !character.isLetter || words.isEmpty {
                words.append("")
            }
            words[words.count - 1].append(character)
        }
        return words.map { $0.prefix(1).uppercased() + $0.dropFirst() }
            .first(where: emptyWords.contains)
    }
}
