import Annals
import AnnalsJSON
import ArgumentParser

/// `annals cycle`.
struct CycleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cycle",
        abstract: "Show, open or list cycles, the fleet's logical clock.",
        subcommands: [ShowCurrent.self, OpenNext.self, ListAll.self],
        defaultSubcommand: ShowCurrent.self)

    /// `annals cycle`.
    struct ShowCurrent: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Show the current cycle.")

        @OptionGroup var options: GlobalOptions

        func run() throws {
            let store = try options.openToRead()
            defer { store.close() }
            try options.renderer().object(CurrentCycle(try store.cycle()))
        }
    }

    /// `annals cycle next`.
    struct OpenNext: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "next", abstract: "Open the next cycle; events from now on are in it.")

        @Option(
            parsing: .unconditional,
            help: ArgumentHelp("Why, or what it is for.", valueName: "text"))
        var note: String?

        @OptionGroup var actor: ActorOptions
        @OptionGroup var options: GlobalOptions

        func run() throws {
            let actor = try actor.actor()
            let store = try options.openToWrite()
            defer { store.close() }
            let receipt = try store.nextCycle(note: note, by: actor)
            try options.renderer().receipt(receipt)
        }
    }

    /// `annals cycle list`.
    struct ListAll: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List every cycle that was opened, first to last.")

        @OptionGroup var options: GlobalOptions

        func run() throws {
            let store = try options.openToRead()
            defer { store.close() }
            let rows = try options.renderer().rows(of: Cycle.self, whole: ["opened_at"])
            for cycle in try store.cycles() { try rows.write(cycle) }
            try rows.finish()
        }
    }
}
