import Annals
import AnnalsJSON
import ArgumentParser

/// `annals projections failures`.
struct ListFailures: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "failures",
        abstract: "List the events that tables refused, and why.",
        discussion: """
            They come from lenient appends and from replays; a strict append that a table \
            refuses stores nothing.
            """)

    @OptionGroup var choice: ProjectionChoice
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let store = try options.openToRead()
        defer { store.close() }
        let projections = try choice.summaries(in: store)
        let rows = try options.renderer().rows(of: RefusedEvent.self)
        for projection in projections where projection.failures > 0 {
            for refused in try store.refusedEvents(by: projection.name) {
                try rows.write(refused)
            }
        }
        try rows.finish()
    }
}
