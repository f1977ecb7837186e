import AnnalsTesting
import Foundation
import Testing

/// What the packages are put together of fits the program.
///
/// That they work on a clean system is what `tools/package --check` shows.
@Suite(.storesChecked) struct PackageTests {
    private static let root = (0..<3).reduce(URL(filePath: #filePath)) { url, _ in
        url.deletingLastPathComponent()
    }

    private func tool(_ arguments: String...) async throws -> CommandResult {
        let path = Self.root.appending(path: "tools/package")
        return try await CommandLineTool(executable: path).run(
            arguments, in: try TemporaryDirectory())
    }

    @Test func itExplainsItself() async throws {
        let help = try await tool("--help")
        #expect(help.status == 0)
        #expect(help.output.contains("usage: tools/package [--output FOLDER] [--check]"))
        #expect(!help.output.contains("set -euo"))
        let unknown = try await tool("--fast")
        #expect(unknown.status == 64)
        #expect(unknown.error == "Unknown option --fast; tools/package --help lists the options.\n")
        #expect(try await tool("--output").status == 64)
    }

    /// Each service runs a command that there is, with options that it has.
    @Test(arguments: ["annals-watch@.service", "annals-serve@.service", "annals-backup@.service"])
    func servicesRunWhatThereIs(name: String) async throws {
        let unit = try String(
            contentsOf: Self.root.appending(path: "tools/package.d/\(name)"), encoding: .utf8)
        let settings = try String(
            contentsOf: Self.root.appending(path: "tools/package.d/annals.conf"), encoding: .utf8)
        let start = try #require(unit.split(separator: "\n").first { $0.hasPrefix("ExecStart=") })
        let words = start.split(separator: " ").map(String.init)
        #expect(words.first == "ExecStart=/usr/bin/annals")
        let help = try await CommandLineTool.built().run(
            [words[1], "--help"], in: try TemporaryDirectory())
        #expect(help.status == 0)
        for option in words.filter({ $0.hasPrefix("--") }) {
            #expect(help.output.contains(option), "\(option)")
        }
        for variable in start.matches(of: /\$\{?([A-Z_]+)/).map(\.output.1) {
            #expect(settings.contains("\n\(variable)="), "\(variable)")
        }
        #expect(settings.contains("\nANNALS_STORE="))
    }

    /// The settings that the example gives to a command are options of it.
    @Test func exampleOptionsExist() async throws {
        let settings = try String(
            contentsOf: Self.root.appending(path: "tools/package.d/annals.conf"), encoding: .utf8)
        let options = try #require(
            settings.split(separator: "\n").first { $0.hasPrefix("BACKUP_OPTIONS=") })
        let help = try await CommandLineTool.built().run(
            ["backup", "--help"], in: try TemporaryDirectory())
        for option in options.matches(of: /--[a-z-]+/) {
            #expect(help.output.contains(option.output))
        }
    }

    /// A setting that is missing is noticed before the command is started.
    @Test(arguments: ["annals-watch@.service", "annals-serve@.service", "annals-backup@.service"])
    func missingSettingsAreRefused(name: String) throws {
        let unit = try String(
            contentsOf: Self.root.appending(path: "tools/package.d/\(name)"), encoding: .utf8)
        #expect(!unit.contains("ConditionPath"), "an unmet condition is no failure")
        for variable in unit.matches(of: /\$\{([A-Z_]+)\}/).map(\.output.1) {
            #expect(unit.contains("$${\(variable):?is not set in /etc/annals/%i.conf}"))
        }
        #expect(unit.contains("$${ANNALS_STORE:?"))
    }

    /// The installed pages name files where the package has them, and nothing of the source.
    @Test func pagesSpeakOfWhatIsInstalled() async throws {
        let folder = try TemporaryDirectory()
        let pages = Self.root.appending(path: "tools/package.d/pages")
        let made = try await CommandLineTool(executable: pages).run(
            [folder.path, "/srv/examples"], in: folder)
        #expect(made.status == 0, "\(made.error)")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(Set(files).isSuperset(of: ["README.md", "Grammar.md", "Recipes.md", "FORMAT.md"]))
        for file in files {
            let text = try String(contentsOf: folder.url.appending(path: file), encoding: .utf8)
            let paths = text.matches(of: /(?:Sources|Tests|tools|projections)\/[\w.\/]+/)
                .map { String($0.output) }
                .filter { !$0.hasPrefix("tools/package") }
            #expect(paths == [], "\(file)")
            let left = text.matches(of: /<doc:|@EXAMPLES@|\)-[0-9a-z]{5}`/)
            #expect(left.isEmpty, "\(file)")
        }
        let recipes = try String(
            contentsOf: folder.url.appending(path: "Recipes.md"), encoding: .utf8)
        #expect(recipes.contains("cp -r /srv/examples/fleet fleet"))
    }
}
