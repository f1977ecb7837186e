import Annals
import ArgumentParser

/// `annals export`.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write the captured files back, byte for byte.",
        discussion: "Nothing is overwritten: the folder must be empty, or not be there.")

    @Argument(help: ArgumentHelp("An empty folder, or one to be made.", valueName: "dir"))
    var folder: String

    @OptionGroup var moment: MomentOption
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let moment = try moment.moment() ?? .head
        let store = try options.openToRead()
        defer { store.close() }
        let meter = ProgressMeter("Exporting", unit: "files")
        defer { meter.finish() }
        let result = try store.exportWorkspace(to: folder, at: moment) {
            meter.update(Int64($0.files))
        }
        meter.finish()
        try options.renderer().object(result.json)
        if !result.refused.isEmpty { throw ExitCode(Ending.refused) }
    }
}
