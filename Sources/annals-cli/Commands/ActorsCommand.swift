import Annals
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
        let rows = options.renderer().rows([
            Column("actor", .leading), Column("kind", .leading), Column("events"),
            Column("last_position"),
        ])
        for summary in try store.actors() {
            try rows.write([
                .string(summary.actor.name), .string(summary.actor.kind.rawValue),
                .number(JSONNumber(summary.events)), .number(JSONNumber(summary.last)),
            ])
        }
        try rows.finish()
    }
}
