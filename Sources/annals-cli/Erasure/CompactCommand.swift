import Annals
import AnnalsJSON
import ArgumentParser

/// `annals compact`.
struct CompactCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compact",
        abstract: "Compress all events again, as small as they get.",
        discussion: """
            Trains a dictionary from the whole log and compresses every event again with it, while \
            others go on. Events, positions and proofs stay as they are. After Ctrl-C the next run \
            continues. The file keeps its size; what is free in it is used by later events.
            """)

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let store = try options.openToWrite()
        defer { store.close() }
        Interruption.watch()
        let meter = ProgressMeter("Compacting", unit: "events", total: try store.head())
        defer { meter.finish() }
        let done = try store.compact(run: .shown(on: meter))
        meter.finish()
        try options.renderer().object(done)
    }
}
