import Annals
import ArgumentParser

/// `annals agent show`.
struct ShowAgent: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show an agent, now or at any moment.")

    @Argument(
        help: ArgumentHelp("The agent, like Agent-3.", valueName: "name"),
        completion: .stored(.agents))
    var name: String

    @OptionGroup var moment: MomentOption
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let store = try options.openToRead()
        defer { store.close() }
        guard let agent = try store.agentStatus(name, at: try moment.moment() ?? .head) else {
            throw try UnknownAgent.refusal(name, in: store)
        }
        try options.renderer().row(agent)
    }
}
