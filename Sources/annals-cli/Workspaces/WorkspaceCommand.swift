import Annals
import AnnalsJSON
import ArgumentParser

/// `annals workspace`.
struct WorkspaceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "workspace",
        abstract: "Show what is remembered of imported folders, and by which rules they are read.",
        subcommands: [ListWorkspaces.self, RulesCommand.self],
        defaultSubcommand: ListWorkspaces.self)
}

/// `annals workspace list`.
struct ListWorkspaces: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List workspaces with their folders and what is left out of them.",
        discussion: """
            Of a folder that was imported without a name and any settings nothing is remembered: \
            it is listed without its path.
            """)

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let store = try options.openToRead()
        defer { store.close() }
        let rows = try options.renderer().rows(of: WorkspaceDescription.self)
        for workspace in try store.workspaces() { try rows.write(workspace) }
        try rows.finish()
    }
}
