import Annals
import AnnalsJSON
import ArgumentParser

/// `annals export`.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write the captured files back, byte for byte.",
        discussion: """
            Nothing is overwritten: the folder must be empty or not exist. With --current, a \
            file whose documents were changed otherwise than by a file is rendered with their \
            present values; nothing else in it changes, and what no file can say is listed.
            """)

    @Argument(help: ArgumentHelp("An empty folder, or a path where nothing is.", valueName: "dir"))
    var folder: String

    @Flag(help: "Render what documents hold now into their files.")
    var current = false

    @OptionGroup var workspace: WorkspaceNameOption
    @OptionGroup var moment: MomentOption
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let moment = try moment.moment() ?? .head
        let store = try options.openToRead()
        defer { store.close() }
        let meter = ProgressMeter("Exporting", unit: "files")
        defer { meter.finish() }
        let result = try store.exportWorkspace(
            to: folder, at: moment, named: workspace.name, isCurrent: current
        ) {
            meter.update(Int64($0.files))
        }
        meter.finish()
        try options.renderer().object(result)
        if !result.unwritten.isEmpty {
            Warning.say(
                "not all that documents hold is in the written files: not_written lists what is "
                    + "missing, and why")
        }
        if !result.redacted.isEmpty {
            Warning.say(
                "values were replaced before they were captured: redacted lists the files, which "
                    + "are not as the folder had them")
        }
        WorkspaceReducedMode.warn(of: result.reducedModes)
        if !result.refused.isEmpty { throw ExitCode(Ending.refused) }
    }
}
