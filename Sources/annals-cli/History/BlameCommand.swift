import Annals
import ArgumentParser

/// `annals blame`.
struct BlameCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "blame",
        abstract: "Show which event gave each value of a document.",
        discussion: """
            One row a value, or one place with all below it. A value that was taken away names who \
            took it. confirmed counts later events that wrote the same value again.
            """)

    @Argument(help: ArgumentHelp("The stream, like task/DB_002.", valueName: "stream"))
    var stream: String

    @Argument(help: ArgumentHelp("A place, like /status.", valueName: "pointer"))
    var pointer: String?

    @OptionGroup var moment: MomentOption
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let name = try StreamName(stream)
        let place = try pointer.map { text throws(StoreError) in try JSONPointer(text) }
        let moment = try moment.moment() ?? .head
        let store = try options.openToRead()
        defer { store.close() }
        let rows = options.renderer().rows([
            Column("pointer", .leading), Column("value", .leading), Column("position"),
            Column("cycle"), Column("recorded_at"), Column("actor", .leading),
            Column("kind"), Column("type"), Column("reason", .leading),
            Column("before", .leading), Column("confirmed"),
        ])
        for blamed in try store.blame(name, at: place, as: moment) {
            let event = blamed.event
            try rows.write([
                .string(blamed.pointer.description), blamed.value ?? .null,
                .number(JSONNumber(event.position)), .number(JSONNumber(event.cycle)),
                .string(event.recordedAt.rfc3339), .string(event.actor.name),
                .string(event.actor.kind.rawValue), .string(event.type.name),
                event.reason.map { .string($0) } ?? .null, blamed.before ?? .null,
                .number(JSONNumber(blamed.confirmed)),
            ])
        }
        try rows.finish()
    }
}
