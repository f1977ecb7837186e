import Annals
import ArgumentParser

/// `annals agent list`.
struct ListAgents: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List every agent, by name.")

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let store = try options.openToRead()
        defer { store.close() }
        try options.renderer().list(
            try store.agentStatuses(),
            short: ["team", "specialization", "status", "current_focus", "last_updated"])
    }
}
