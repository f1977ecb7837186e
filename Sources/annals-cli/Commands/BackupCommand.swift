import Annals
import AnnalsJSON
import ArgumentParser

/// `annals backup`.
struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the store while others use it, and verify the copy.",
        discussion: """
            The copy gets its name after its log is verified. The store records the \
            backup as an event, unless it can only be read.
            """)

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Where the copy goes.", valueName: "path"),
        completion: .file())
    var output: String

    @Option(
        help: ArgumentHelp(
            "Backups of this name to keep: an older one becomes PATH.1, then PATH.2.",
            valueName: "n"))
    var keep: Int?

    @OptionGroup var actor: ActorOptions
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let actor = try actor.actor()
        let store = try options.openToNote()
        defer { store.close() }
        Interruption.watch()
        let meter = ProgressMeter("Copying", unit: "%", total: 100)
        defer { meter.finish() }
        let backup = try store.backUp(to: output, keep: keep, by: actor) { share in
            meter.update(Int64(share * 100))
            if Interruption.isRequested {
                throw StoreError(.interrupted, "the backup was stopped, and nothing of it is left")
            }
        }
        meter.finish()
        try options.renderer().object(backup)
    }
}
