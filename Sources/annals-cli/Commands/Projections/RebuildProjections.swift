import Annals
import AnnalsJSON
import ArgumentParser

/// `annals projections rebuild`.
struct RebuildProjections: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rebuild",
        abstract: "Rebuild tables from the log, while others go on reading and appending.",
        discussion: "After Ctrl-C the next rebuild continues where it stopped.")

    @OptionGroup var choice: ProjectionChoice
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let store = try options.openToWrite()
        defer { store.close() }
        let projections = try choice.summaries(in: store)
        let head = try store.head()
        Interruption.watch()
        try choice.run(projections, "Rebuilding", total: head) { names, runs in
            Set(try store.rebuildProjections(names, runs: runs))
        }
        let rows = try options.renderer().rows(of: ProjectionContents.self)
        for projection in try choice.summaries(in: store) {
            try rows.write(ProjectionContents(projection))
        }
        try rows.finish()
    }
}
