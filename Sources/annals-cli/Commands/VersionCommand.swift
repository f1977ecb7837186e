import Annals
import AnnalsJSON
import ArgumentParser
import CAnnalsBuild

/// `annals version`.
struct VersionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "version",
        abstract: "Show the version, and what the program was built of.")

    @Flag(help: "Show also the commit, the libraries and the format of the file.")
    var build = false

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let description = BuildDescription(
            commit: annals_build_commit().map { String(cString: $0) },
            grdb: annals_build_grdb().map { String(cString: $0) },
            swift: annals_build_swift().map { String(cString: $0) })
        let renderer = options.renderer()
        if build {
            try renderer.object(description)
        } else if renderer.format == .table {
            try renderer.output.writeLine(description.version)
            try renderer.output.flush()
        } else {
            try renderer.object(["version": .string(description.version)])
        }
    }
}
