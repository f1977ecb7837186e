import Annals
import AnnalsJSON
import ArgumentParser

/// `annals actors`.
struct ActorsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "actors",
        abstract: "List actors: kind, number of events, and position of the last.")

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let store = try options.openToRead()
        defer { store.close() }
        let rows = try options.renderer().rows(of: ActorSummary.self)
        for summary in try store.actors() { try rows.write(summary) }
        try rows.finish()
    }
}
