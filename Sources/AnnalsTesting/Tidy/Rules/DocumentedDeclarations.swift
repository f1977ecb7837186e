extension TidyRule {
    /// What other modules see is explained where it stands.
    package static let documentedDeclarations = TidyRule(
        "Every public and package declaration has a doc comment.",
        file: { file in
            let isShipped = ["Sources/", "tools/", "projections/"].contains {
                file.path.hasPrefix($0)
            }
            guard isShipped, file.language == .swift else {
                return []
            }
            return file.lines.indices.compactMap { line in
                let code = file.code(line: line)
                guard isVisibleDeclaration(code), !isDocumented(line, in: file) else {
                    return nil
                }
                return TidyFinding(
                    path: file.path, line: line + 1,
                    message: "no doc comment: \(code.drop { $0 == " " })")
            }
        })

    private static let declarators: Set<Substring> = [
        "func", "init", "init?", "subscript", "var", "let", "case", "struct", "class", "enum",
        "actor", "protocol", "typealias", "macro",
    ]

    private static func isVisibleDeclaration(_ code: String) -> Bool {
        let words = code.split { $0 == " " || $0 == "(" || $0 == "<" }
        guard let level = words.firstIndex(where: { $0 == "public" || $0 == "package" }),
            words[..<level].allSatisfy({ $0.hasPrefix("@") || modifiers.contains($0) })
        else {
            return false
        }
        let rest = words[(level + 1)...].drop(while: modifiers.contains)
        return rest.first.map(declarators.contains) ?? false
    }

    private static let modifiers: Set<Substring> = [
        "static", "final", "mutating", "nonmutating", "nonisolated", "override", "consuming",
        "borrowing", "indirect", "lazy", "weak", "convenience", "required",
        "private", "internal", "set)", "unsafe)",
    ]

    /// Whether the lines above it, attributes aside, end in a doc comment.
    private static func isDocumented(_ line: Int, in file: SourceFile) -> Bool {
        var above = line - 1
        while above >= 0 {
            let text = file.text(line: above).drop { $0 == " " }
            if text.hasPrefix("@") || text.hasPrefix("#if") || text.hasPrefix("//") {
                if text.hasPrefix("///") {
                    return true
                }
                above -= 1
            } else {
                return text.hasPrefix("*/")
            }
        }
        return false
    }
}
