import Annals
import AnnalsJSON
import ArgumentParser

/// `annals stats`.
struct StatsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats",
        abstract: "Count what the store holds: events, names, bytes, compression.")

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let store = try options.openToRead()
        defer { store.close() }
        try options.renderer().object(StoreStatistics(try store.statistics()))
    }
}
