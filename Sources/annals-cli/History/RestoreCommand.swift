import Annals
import AnnalsJSON
import ArgumentParser

/// `annals restore`.
struct RestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Make a new store that ends at a moment.",
        discussion: """
            It has the same events at the same positions with the same leaves, an id and an \
            origin of its own, and nothing from after the moment. It never replaces a file. The \
            old store records the restore as an event, unless it can only be read.
            """)

    @Option(
        help: ArgumentHelp("The moment at which it ends.", valueName: "moment"),
        completion: .stored(.moments))
    var at: String

    @Option(
        name: [.short, .customLong("output")],
        help: ArgumentHelp("The new store.", valueName: "path"),
        completion: .file())
    var output: String

    @Flag(help: "Make it also where the moment is before the first event.")
    var empty = false

    @OptionGroup var who: ActorOptions
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let moment = try GivenMoment.read(at)
        let actor = try who.actor()
        let store = try options.openToNote()
        defer { store.close() }
        if !empty, try store.position(of: moment) == 0, try store.head() > 0 {
            throw StoreError(
                .invalidArgument,
                "\(at.quotedForMessage) is before the first event, so that the new store would "
                    + "have none: give a later moment, or add --empty")
        }
        Interruption.watch()
        let meter = ProgressMeter("Restoring", unit: "%", total: 100)
        defer { meter.finish() }
        let made = try store.restore(at: moment, to: output, by: actor) { share in
            meter.update(Int64(share * 100))
            if Interruption.isRequested {
                throw StoreError(.interrupted, "stopped: nothing was made")
            }
        }
        meter.finish()
        try options.renderer().object(made)
    }
}
