import AnnalsTesting
import Foundation
import Testing

/// Every command that a sentence or a page tells the reader to run exists.
@Suite(.storesChecked) struct AdvisedCommandTests {
    /// What a text says to run: the words behind `annals`, and the options after them.
    private struct Advice {
        let place: String
        let words: [String]
    }

    /// Words that stand behind the name where it is no command: the category, the product, labels
    /// of hashes.
    private static let prose: Set<String> = ["is", "too", "lists", "salt", "message v1", "beside"]

    /// What the program itself answers, and no help page lists.
    private static let unlisted: Set<String> = ["--generate-completion-script"]

    private static let root = (0..<4).reduce(URL(filePath: #filePath)) { url, _ in
        url.deletingLastPathComponent()
    }

    /// The commands in a text: `annals` as a word, and the words behind it in its sentence.
    private static func advice(in text: String, at place: String) -> [Advice] {
        text.matches(of: #/(?:^|[^A-Za-z0-9_\/.-])annals ([A-Za-z-][\w-]*(?: [A-Za-z-][\w-]*)*)/#)
            .map { Advice(place: place, words: $0.output.1.split(separator: " ").map(String.init)) }
    }

    /// The code in a page: each line of its blocks, and each span in its text.
    private static func code(in page: String) -> [String] {
        page.matches(of: /(?s)```[a-z]*\n(.*?)```|`([^`]+)`/).flatMap { match in
            if let block = match.output.1 {
                return block.split(separator: "\n").map(String.init)
            }
            return [String(match.output.2 ?? "").replacing("\n", with: " ")]
        }
    }

    /// The commands in code that a page shows: each `annals` up to the next pipe, with
    /// every option behind it.
    private static func advice(inCode code: String, at place: String) -> [Advice] {
        code.split { "|;#".contains($0) }.compactMap { part in
            let words = part.split(separator: " ").map(String.init)
            guard let start = words.firstIndex(of: "annals"), start + 1 < words.count else {
                return nil
            }
            // What is no word of a command is a value; options follow values too.
            let rest = words[(start + 1)...]
            let verbs = rest.prefix { $0.wholeMatch(of: /[a-z][a-z-]*/) != nil }
            let options = rest.dropFirst(verbs.count).filter {
                $0.wholeMatch(of: /--[a-z][a-z-]*/) != nil
            }
            return verbs.isEmpty ? nil : Advice(place: place, words: verbs + options)
        }
    }

    /// The string literals of a Swift file, those that are added up or go on in the next line as
    /// one.
    private static func literals(in source: String) -> [String] {
        let joined =
            source
            .replacing(/\\\n\s*/, with: "")
            .replacing(/"\s*\n?\s*\+ "/, with: "")
        return joined.split(separator: "\n").map(String.init)
            .filter { !$0.drop(while: \.isWhitespace).hasPrefix("//") }
    }

    private static func files(below folder: String, _ suffixes: [String]) -> [URL] {
        let files = FileManager.default.enumerator(
            at: root.appending(path: folder), includingPropertiesForKeys: nil)
        return (files?.allObjects ?? []).compactMap { $0 as? URL }
            .filter { url in suffixes.contains { url.path.hasSuffix($0) } }
    }

    /// What is wrong with an advice, or nil.
    private static func fault(_ advice: Advice, _ tree: CommandTree) -> String? {
        var command = tree.command
        var rest = advice.words[...]
        while let word = rest.first,
            let next = (command.subcommands ?? []).first(where: { $0.commandName == word })
        {
            command = next
            rest.removeFirst()
        }
        if command.commandName == "annals", !unlisted.contains(advice.words[0]) {
            return "\(advice.place): there is no annals \(advice.words[0])"
        }
        let has = Set((command.arguments ?? []).flatMap(\.typed)).union(["--help"])
            .union(unlisted)
        let missing = rest.filter { $0.hasPrefix("-") && $0.count > 1 && !has.contains($0) }
        return missing.first.map { "\(advice.place): annals \(command.commandName) has no \($0)" }
    }

    private static func isProse(_ advice: Advice) -> Bool {
        prose.contains { advice.words.starts(with: $0.split(separator: " ").map(String.init)) }
    }

    @Test func theyExist() async throws {
        let tree = try await CommandTree.ofBuiltProgram()
        var found: [Advice] = []
        for url in Self.files(below: "Sources", [".swift"]) + Self.files(below: "tools", [".swift"])
        {
            let source = try String(contentsOf: url, encoding: .utf8)
            for line in Self.literals(in: source) {
                // Only what stands in quotes, or in a text of several lines, which has none.
                let quoted =
                    line.contains("\"") ? line.split(separator: "\"").joined(separator: ". ") : line
                found += Self.advice(in: quoted, at: url.lastPathComponent)
            }
        }
        let pages =
            ["Sources", "projections", ".github", "tools"].flatMap {
                Self.files(below: $0, [".md"])
            }
            + [Self.root.appending(path: "README.md")]
        for url in pages {
            let text = try String(contentsOf: url, encoding: .utf8)
            for code in Self.code(in: text) {
                found += Self.advice(in: code, at: url.lastPathComponent)
                found += Self.advice(inCode: code, at: url.lastPathComponent)
            }
        }
        for named in tree.all {
            let words = named.name.split(separator: " ").dropFirst().map(String.init)
            let help = try await CommandLineTool.built().run(
                words + ["--help"], in: try TemporaryDirectory())
            found += Self.advice(
                in: help.output.split(separator: "\n").joined(separator: " "),
                at: "help of \(named.name)")
        }
        let advised = found.filter { !Self.isProse($0) }
        #expect(advised.count > 60, "the search finds them")
        let faults = advised.compactMap { Self.fault($0, tree) }
        #expect(faults.isEmpty, "\(Set(faults).sorted().joined(separator: "\n"))")
    }

    /// A program that embeds the library has no shell: the command line adds what to run.
    @Test func noSentenceOfTheLibraryNamesACommand() async throws {
        let tree = try await CommandTree.ofBuiltProgram()
        let verbs = Set((tree.command.subcommands ?? []).map(\.commandName))
        var faults: [String] = []
        for url in Self.files(below: "Sources", [".swift"]) {
            let isLibrary =
                !url.path.contains("/annals-cli/")
                && !url.path.contains("/AnnalsTesting/")
            guard isLibrary else { continue }
            let source = try String(contentsOf: url, encoding: .utf8)
            for line in Self.literals(in: source) where line.contains("\"") {
                let place = url.lastPathComponent
                faults += Self.advice(in: line, at: place)
                    .filter { !Self.isProse($0) && verbs.contains($0.words[0]) }
                    .map { "\($0.place): annals \($0.words[0])" }
                faults += line.matches(of: /"[^"]*[ ("](--[a-z][a-z-]+)/)
                    .map { "\(place): \($0.output.1)" }
            }
        }
        #expect(faults.isEmpty, "\(faults.joined(separator: "\n"))")
    }

    @Test func theSearchFindsWhatIsWrong() async throws {
        let tree = try await CommandTree.ofBuiltProgram()
        func faults(_ source: String) -> [String?] {
            Self.literals(in: source).flatMap { Self.advice(in: $0, at: "here") }
                .map { Self.fault($0, tree) }
        }
        #expect(
            faults(#"f("it is gone: run annals"\#n    + " wipe, or not")"#) == [
                "here: there is no annals wipe"
            ])
        #expect(
            faults(#"f("annals task list --nothing")"#) == ["here: annals list has no --nothing"])
        #expect(faults(#"f("list them with annals task list")"#) == [nil])
        #expect(faults("// annals wipe") == [])
        let code = "annals append --stream a/b --tpye x | annals logg"
        #expect(
            Self.advice(inCode: code, at: "here").map { Self.fault($0, tree) } == [
                "here: annals append has no --tpye", "here: there is no annals logg",
            ])
    }
}
