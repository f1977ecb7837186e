import Foundation
import Testing

/// Every Swift snippet that a page or a doc comment shows is, to the letter, one that a test here
/// compiles and runs: between the lines `// snippet: NAME` and `// end`.
@Suite struct SnippetTests {
    private struct Snippet {
        let place: String
        let text: String
    }

    private static let root = (0..<4).reduce(URL(filePath: #filePath)) { url, _ in
        url.deletingLastPathComponent()
    }

    private static func files(below folder: String, _ suffix: String) throws -> [URL] {
        let files = FileManager.default.enumerator(
            at: root.appending(path: folder), includingPropertiesForKeys: nil)
        return try #require(files).compactMap { $0 as? URL }.filter { $0.path.hasSuffix(suffix) }
    }

    /// Lines without the blanks that all of them begin with.
    private static func text(_ lines: some Sequence<Substring>) -> String {
        let lines = Array(lines)
        let margin =
            lines.filter { !$0.allSatisfy(\.isWhitespace) }
            .map { $0.prefix { $0 == " " }.count }.min() ?? 0
        return lines.map { $0.dropFirst(margin) }.joined(separator: "\n")
    }

    /// What stands between two marks, each at the end of its line.
    private static func snippets(in url: URL, from start: String, to end: String) throws
        -> [Snippet]
    {
        let source = try String(contentsOf: url, encoding: .utf8)
        let isSwift = url.pathExtension == "swift"
        var found: [Snippet] = []
        var lines: [Substring]?
        for line in source.split(separator: "\n", omittingEmptySubsequences: false) {
            let words = line.drop(while: \.isWhitespace)
            let isComment = isSwift && words.hasPrefix("///")
            let shown = isComment ? words.dropFirst(3) : line
            if let open = lines {
                if shown.drop(while: \.isWhitespace) == end {
                    found.append(Snippet(place: url.lastPathComponent, text: text(open)))
                    lines = nil
                } else {
                    lines = open + [shown]
                }
            } else if shown.drop(while: \.isWhitespace).hasPrefix(start) {
                lines = []
            }
        }
        #expect(lines == nil, "\(url.lastPathComponent): a snippet that does not end")
        return found
    }

    @Test func whatIsShownIsCompiled() throws {
        let tests = try ["AnnalsTests", "AnnalsServerTests", "AnnalsMCPTests"].flatMap {
            try Self.files(below: "Tests/\($0)", "Tests.swift")
        }
        let compiled = try tests.flatMap {
            try Self.snippets(in: $0, from: "// snippet: ", to: "// end")
        }
        let pages =
            try Self.files(below: "Sources", ".md") + Self.files(below: "projections", ".md")
            + Self.files(below: "Sources", ".swift") + [Self.root.appending(path: "README.md")]
        var shown = try pages.flatMap {
            try Self.snippets(in: $0, from: "```swift", to: "```")
        }
        // The manifest of another package, which no test can be.
        shown.removeAll { $0.text.hasPrefix("// Package.swift") }
        #expect(shown.count >= 16)
        let texts = Set(compiled.map(\.text))
        #expect(texts.count == compiled.count, "none twice")
        for snippet in shown {
            let text = snippet.text.replacing("import Annals\n\n", with: "")
            let isCompiled = texts.contains(text)
            #expect(isCompiled, "\(snippet.place) shows what no test compiles:\n\(text)")
        }
        let unseen = texts.subtracting(
            shown.map { $0.text.replacing("import Annals\n\n", with: "") })
        #expect(unseen.isEmpty, "snippets that nothing shows")
    }
}
