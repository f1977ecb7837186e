import Annals
import ArgumentParser
import Foundation

/// `annals init`.
struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Make a new store.",
        discussion: """
            One file with mode 0600 comes to be, with the built-in projections installed. A file \
            that is there already is never touched. No other command makes a store.
            """)

    @Option(
        help: ArgumentHelp(
            "Name of the log in checkpoints, unique in the world (default: from the store's id).",
            valueName: "name"))
    var origin: String?

    @OptionGroup var actor: ActorOptions
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let store = try Store.create(
            at: try options.path(), origin: origin, by: try actor.actor())
        defer { store.close() }
        let identity = try store.identity()
        try options.renderer().object([
            "path": .string(store.path), "id": .string(identity.id.uuidString.lowercased()),
            "origin": .string(identity.origin),
            "created_at": .string(identity.createdAt.rfc3339),
        ])
    }
}
