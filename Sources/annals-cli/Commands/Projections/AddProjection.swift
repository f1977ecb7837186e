import Annals
import AnnalsJSON
import ArgumentParser

/// `annals projections add`.
struct AddProjection: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Install a projection, or replace the one of its name, and fill its tables.",
        discussion: """
            The file's name without .sql is the projection's; the name alone of one of the \
            fleet's, like agent_tasks, stands for the built-in definition. Others go on \
            reading and appending. A file that is wrong is refused with the place of the \
            mistake. The grammar is in projections/README.md of the source; annals projections \
            show agent_tasks prints an example.
            """)

    @Argument(
        help: ArgumentHelp(
            "The definition: an .sql file with tables and what events do to them.",
            valueName: "file-or-name"),
        completion: .stored(.definitions))
    var file: String

    @Option(
        parsing: .unconditional, help: ArgumentHelp("Why it is added.", valueName: "text"))
    var reason: String?

    @OptionGroup var actor: ActorOptions
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let actor = try actor.actor()
        let given =
            try ProjectionSource.fleet.first { $0.name == file }
            ?? ProjectionSource(file: file, besides: try options.path())
        let name = given.name
        let store = try options.openToWrite()
        defer { store.close() }
        Interruption.watch()
        let meter = ProgressMeter("Filling \(name)", unit: "events", total: try store.head())
        defer { meter.finish() }
        let change = try store.addProjection(
            name: name, source: given.text, by: actor, reason: reason, run: .shown(on: meter))
        meter.finish()
        let summary = try store.projections().first { $0.name == name }
        try options.renderer().object(
            ProjectionInstallation(name: name, change: change, summary: summary))
    }
}
