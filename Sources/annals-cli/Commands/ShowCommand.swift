import Annals
import AnnalsJSON
import ArgumentParser

/// `annals show`.
struct ShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show one event with everything it says.")

    @Argument(help: "Position of the event, or another moment: head, head~3, tag:NAME.")
    var position: String

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let moment = try GivenMoment.read(position)
        let store = try options.openToRead()
        defer { store.close() }
        let event = try store.event(at: try store.position(of: moment))
        let renderer = options.renderer()
        guard renderer.format == .csv else { return try renderer.object(event) }
        let rows = try EventRows(renderer)
        try rows.write(event)
        try rows.finish()
    }
}
