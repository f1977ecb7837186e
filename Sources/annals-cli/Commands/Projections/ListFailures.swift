import Annals
import ArgumentParser

/// `annals projections failures`.
struct ListFailures: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "failures",
        abstract: "List the events that tables refused, and why.",
        discussion: "Events of lenient appends and of replays; others were not stored at all.")

    @OptionGroup var choice: ProjectionChoice
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let store = try options.openToRead()
        defer { store.close() }
        let projections = try choice.summaries(in: store)
        let rows = options.renderer().rows([
            Column("projection", .leading), Column("position"), Column("line"),
            Column("message", .leading),
        ])
        for projection in projections where projection.failures > 0 {
            for failure in try store.refusedEvents(by: projection.name) {
                try rows.write([
                    .string(failure.projection), .number(JSONNumber(failure.position)),
                    .number(JSONNumber(Int64(failure.line))), .string(failure.message),
                ])
            }
        }
        try rows.finish()
    }
}
