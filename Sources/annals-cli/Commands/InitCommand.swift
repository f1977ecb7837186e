import Annals
import AnnalsJSON
import ArgumentParser
import Foundation

/// `annals init`.
struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Make a new store.",
        discussion: """
            Creates one file with mode 0600, with the tables of a fleet of agents or those of \
            --projections. An existing file is never touched. No other command makes a store.
            """)

    @Option(
        help: ArgumentHelp(
            "Name of the log in checkpoints, unique in the world (default: from the store's id).",
            valueName: "name"))
    var origin: String?

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "fleet (the default), none, or definition files, which may follow fleet.",
            valueName: "fleet|none|file"),
        completion: .stored(.initialProjections))
    var projections: [String] = []

    @OptionGroup var actor: ActorOptions
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let store = try Store.create(
            at: try options.path(), origin: origin, by: try actor.actor(),
            projections: try initialProjections())
        defer { store.close() }
        try options.renderer().object(
            CreatedStore(path: store.path, identity: try store.identity()))
    }

    /// - Throws: `invalidArgument` where `none` or `fleet` stands among others it does not go with.
    private func initialProjections() throws(StoreError) -> InitialProjections {
        switch projections {
        case [], ["fleet"]: return .fleet
        case ["none"]: return .none
        default: break
        }
        let fleet = projections.first == "fleet" ? ProjectionSource.fleet : []
        var sources = fleet
        for file in projections.dropFirst(fleet.isEmpty ? 0 : 1) {
            guard file != "none", file != "fleet" else {
                throw StoreError(
                    .invalidArgument,
                    "\(file) stands among other projections: give none alone, and fleet first; a"
                        + " file of that name is ./\(file)")
            }
            sources.append(try ProjectionSource(file: file, besides: try options.path()))
        }
        return .definitions(sources)
    }
}
