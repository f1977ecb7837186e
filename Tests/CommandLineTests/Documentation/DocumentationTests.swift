import AnnalsTesting
import Foundation
import Testing

/// The reference of the command line speaks of every command and option, and of no others.
@Suite(.storesChecked) struct DocumentationTests {
    /// The page, cut at its headings of the third level.
    private let sections: [String: String]

    private static let pages = (0..<4).reduce(URL(filePath: #filePath)) { url, _ in
        url.deletingLastPathComponent()
    }.appending(path: "Sources/Annals/Annals.docc")

    init() throws {
        let page = Self.pages.appending(path: "CommandLine.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        var sections: [String: String] = [:]
        for part in text.components(separatedBy: "\n### ").dropFirst() {
            let lines = part.split(separator: "\n", maxSplits: 1)
            let body = lines.dropFirst().first.map(String.init) ?? ""
            sections[String(lines.first ?? "")] = body.components(separatedBy: "\n## ").first
        }
        self.sections = sections
    }

    private var shared: Set<String> {
        get throws {
            try options(in: #require(sections["Options of every command"]))
                .union(options(in: #require(sections["Options of commands that write"])))
        }
    }

    /// The options that a section explains: those in the first column of its tables.
    private func options(in section: String) -> Set<String> {
        let rows = section.split(separator: "\n").filter { $0.hasPrefix("| `-") }
        let cells = rows.compactMap { $0.split(separator: "|").first }
        return Set(cells.flatMap { $0.matches(of: /`(--?[a-z-]+)`/).map { String($0.output.1) } })
    }

    @Test func everyCommandHasASection() async throws {
        let names = Set(try await CommandTree.ofBuiltProgram().all.map(\.name))
        let documented = Set(sections.keys.filter { $0.hasPrefix("annals ") })
        #expect(names.subtracting(documented).isEmpty, "commands without a section")
        #expect(documented.subtracting(names).isEmpty, "sections without a command")
    }

    @Test func everyOptionIsInItsCommandsTable() async throws {
        let shared = try shared
        for named in try await CommandTree.ofBuiltProgram().all {
            let has = Set((named.command.arguments ?? []).flatMap(\.typed))
            let documented = options(in: sections[named.name] ?? "")
            // `log --by` is a filter of its own, though it is written like the shared option.
            let missing = has.subtracting(shared).subtracting(documented)
            #expect(missing.isEmpty, "\(named.name) is documented without \(missing.sorted())")
            let invented = documented.subtracting(has)
            #expect(invented.isEmpty, "\(named.name) has no \(invented.sorted())")
        }
    }

    @Test func sharedOptionsExist() async throws {
        let tree = try await CommandTree.ofBuiltProgram()
        let has = Set(tree.all.flatMap { ($0.command.arguments ?? []).flatMap(\.typed) })
        #expect(try shared.subtracting(has).isEmpty)
    }

    @Test func commandsThatWriteAreListed() async throws {
        let section = try #require(sections["Options of commands that write"])
        for named in try await CommandTree.ofBuiltProgram().all {
            let has = (named.command.arguments ?? []).flatMap(\.typed)
            guard has.contains("--kind") else { continue }
            #expect(section.contains("`\(named.name.dropFirst(7))`"), "\(named.name)")
        }
    }

    /// The page about JSON says what every command prints, and each result has its section.
    @Test func everyCommandSaysWhatItPrints() async throws {
        let page = try String(contentsOf: Self.pages.appending(path: "Results.md"), encoding: .utf8)
        let headings = Set(page.split(separator: "\n").filter { $0.hasPrefix("### ") })
        let rows = page.split(separator: "\n").filter { $0.hasPrefix("| `annals ") }
        let named = rows.flatMap { row in
            (row.split(separator: "|").first ?? "").matches(of: /`(annals [a-z -]+)`/)
                .map { String($0.output.1) }
        }
        let commands = try await CommandTree.ofBuiltProgram().all.filter {
            ($0.command.subcommands ?? []).isEmpty
        }
        #expect(Set(named).sorted() == commands.map(\.name).sorted())
        #expect(named.count == commands.count, "none twice")
        for row in rows {
            let prints = row.split(separator: "|").last ?? ""
            for name in prints.matches(of: /[A-Z][a-z']+/) {
                #expect(
                    headings.contains { $0.hasPrefix("### \(name.output)") },
                    "\(name.output) in \(row)")
            }
        }
    }

    @Test func everyCommandAndOptionExplainsItself() async throws {
        for named in try await CommandTree.ofBuiltProgram().all {
            let abstract = try #require(named.command.abstract, "\(named.name)")
            #expect(abstract.hasSuffix("."), "\(named.name): \(abstract)")
            for argument in named.command.arguments ?? [] {
                let help = argument.abstract ?? ""
                #expect(!help.isEmpty, "\(named.name) \(argument.typed)")
            }
        }
    }

    @Test func everyHelpPageFitsAScreen() async throws {
        let annals = try CommandLineTool.built()
        let folder = try TemporaryDirectory()
        for named in try await CommandTree.ofBuiltProgram().all {
            let words = named.name.split(separator: " ").dropFirst().map(String.init)
            let help = try await annals.run(words + ["--help"], in: folder)
            #expect(help.status == 0)
            let lines = help.output.split(separator: "\n", omittingEmptySubsequences: false)
            #expect(lines.count <= 52, "\(named.name)")
            #expect(lines.allSatisfy { $0.count <= 120 || $0.hasPrefix("USAGE") }, "\(named.name)")
        }
    }
}
