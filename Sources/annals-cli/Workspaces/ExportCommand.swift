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
            present values; nothing else in it changes, and what no file can say is listed. With \
            --current --in-place, the folder is the one that was imported: it says which of its \
            files would change, and with --apply writes those that are as they were captured.
            """)

    @Argument(
        help: ArgumentHelp(
            "An empty folder, or a path where nothing is; with --in-place the imported one.",
            valueName: "dir"),
        completion: .directory)
    var folder: String

    @Flag(help: "Render what documents hold now into their files.")
    var current = false

    @Flag(help: "With --current: write into the files of the folder that was imported.")
    var inPlace = false

    @Flag(help: "Write the files; without this --in-place is a preview.")
    var apply = false

    @Option(help: ArgumentHelp("With --in-place: why.", valueName: "text"))
    var reason: String?

    @OptionGroup var workspace: WorkspaceNameOption
    @OptionGroup var moment: MomentOption
    @OptionGroup var options: GlobalOptions

    func validate() throws {
        guard !inPlace || current else {
            throw ValidationError("--in-place needs --current: captured bytes are there already.")
        }
        guard !inPlace || moment.at == nil else {
            throw ValidationError("--in-place writes what documents hold now: leave out --at.")
        }
        guard inPlace || !apply && reason == nil else {
            throw ValidationError("--apply and --reason need --in-place.")
        }
    }

    func run() throws {
        if inPlace { return try writeBack() }
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

    private func writeBack() throws {
        let store = try apply ? options.openToWrite() : options.openToRead()
        defer { store.close() }
        var workspace = WorkspaceOptions()
        workspace.name = self.workspace.name
        workspace.reason = reason
        let result = try store.writeBackWorkspace(folder, options: workspace, isPreview: !apply)
        try options.renderer().object(result)
        if !result.unwritten.isEmpty {
            Warning.say(
                "not all that documents hold can be in their files: not_written lists what is "
                    + "missing, and why")
        }
        if !result.conflicts.isEmpty {
            Warning.say(
                "files that are not as they were captured last stay: conflicts lists them; import "
                    + "the folder, then do it again")
        }
        if !apply {
            let files = result.files.count == 1 ? "1 file" : "\(result.files.count) files"
            Warning.say("nothing was changed: \(files) would be; add --apply to write")
        }
        if !result.conflicts.isEmpty { throw ExitCode(Ending.refused) }
    }
}
