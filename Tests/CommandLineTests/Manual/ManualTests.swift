import AnnalsTesting
import Foundation
import Testing

@testable import annals

/// The manual has a page for every command, made of what the command says of itself.
@Suite(.storesChecked) struct ManualTests {
    private func pages() async throws -> [String: String] {
        let folder = try TemporaryDirectory()
        let made = try await CommandLineTool.built().run(
            ["---manual", "man"], environment: ["SOURCE_DATE_EPOCH": "1700000000"], in: folder)
        #expect(made.status == 0, "\(made.error)")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("man"))
        return try names.reduce(into: [:]) {
            $0[$1] = String(decoding: try folder.read("man/\($1)"), as: UTF8.self)
        }
    }

    @Test func everyCommandHasItsPage() async throws {
        let tree = try await CommandTree.ofBuiltProgram()
        let pages = try await pages()
        let commands = (tree.command.subcommands ?? []).map(\.commandName).filter { $0 != "help" }
        #expect(Set(pages.keys) == Set(commands.map { "annals-\($0).1" } + ["annals.1"]))
        for named in tree.all where (named.command.subcommands ?? []).isEmpty {
            let page = try #require(pages["annals-\(named.name.split(separator: " ")[1]).1"])
            for option in (named.command.arguments ?? []).flatMap(\.typed) {
                #expect(
                    page.contains(option.replacing("-", with: "\\-"))
                        || pages["annals.1"]?.contains(option.replacing("-", with: "\\-")) == true,
                    "\(named.name) \(option)")
            }
        }
    }

    @Test func everyPageHasItsSections() async throws {
        for (name, page) in try await pages() {
            #expect(page.hasPrefix(".TH \"ANNALS"), "\(name)")
            #expect(page.contains("\"2023\\-11\\-14\""), "\(name)")
            for section in ["NAME", "SYNOPSIS", "DESCRIPTION", "EXIT STATUS", "SEE ALSO"] {
                #expect(page.contains(".SH \"\(section)\"\n"), "\(name) \(section)")
            }
            let unknown = page.split(separator: "\n").filter {
                $0.hasPrefix(".")
                    && ![
                        "TH", "SH", "SS", "PP", "TP", "BR", "RS", "RE", "nf", "fi", "br", "nh",
                        "ad",
                    ]
                    .contains($0.dropFirst().prefix { $0 != " " })
            }
            #expect(unknown.isEmpty, "\(name)")
        }
    }

    @Test func theEnvironmentIsWhatTheProgramReads() async throws {
        let page = try #require(try await pages()["annals.1"])
        for name in ["ANNALS_STORE", "ANNALS_ACTOR", "ANNALS_KEY", "ANNALS_PAGER", "NO_COLOR"] {
            #expect(page.contains(name))
        }
    }

    @Test func textStaysText() {
        var roff = RoffText()
        roff.text(".Dd 'x' \\fB -a `b` ~ ^")
        roff.text("'quoted")
        #expect(
            roff.lines == [
                "\\&.Dd \\(aqx\\(aq \\efB \\-a \\(gab\\(ga \\(ti \\(ha", "\\(aqquoted",
            ])
    }

    @Test func aFolderThatCannotBeMadeIsRefused() async throws {
        let store = try await StoreFolder(hasStore: false)
        try store.folder.write("", to: "file")
        #expect(try await store.refuse("---manual", "file").contains("manual"))
    }
}
