import Annals
import AnnalsJSON
import ArgumentParser

/// `annals projections remove`.
struct RemoveProjection: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Take a projection and its tables out of the store; the events stay.")

    @Argument(
        help: "Name of the projection.",
        completion: .stored(.projections))
    var name: String

    @Option(
        parsing: .unconditional, help: ArgumentHelp("Why it is removed.", valueName: "text"))
    var reason: String?

    @OptionGroup var actor: ActorOptions
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let actor = try actor.actor()
        let store = try options.openToWrite()
        defer { store.close() }
        try store.removeProjection(name, by: actor, reason: reason)
        try options.renderer().object(ProjectionRemoval(name: name))
    }
}
