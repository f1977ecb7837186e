import Annals
import AnnalsJSON
import ArgumentParser

/// `annals tiles`.
struct TilesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tiles",
        abstract: "Export the tree, so that others can audit the log without the store.",
        discussion: """
            Writes the tree of the last signed checkpoint as c2sp.org/tlog-tiles has it: who did \
            what and when, and no body. Only what is new since the last export is written. With \
            --key a checkpoint is signed first.
            """)

    @Argument(
        help: ArgumentHelp("The folder.", valueName: "dir"),
        completion: .directory)
    var folder: String

    @OptionGroup var key: SigningKey
    @OptionGroup var actor: ActorOptions
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let key = try key.key()
        let actor = try key == nil ? nil : self.actor.actor()
        let store = try key == nil ? options.openToRead() : options.openToWrite()
        defer { store.close() }
        if let key, let actor { try store.signCheckpoint(with: key, by: actor) }
        Interruption.watch()
        let meter = ProgressMeter("Exporting", unit: "events")
        defer { meter.finish() }
        let export = try store.exportTiles(to: folder) { done, _ in
            meter.update(done)
            if Interruption.isRequested {
                throw StoreError(
                    .interrupted, "the export was stopped, and goes on there when it is run again")
            }
        }
        meter.finish()
        try options.renderer().object(export)
    }
}
