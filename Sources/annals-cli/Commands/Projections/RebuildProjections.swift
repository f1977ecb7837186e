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
        try choice.forEach(projections) { projection in
            let meter = ProgressMeter(
                "Rebuilding \(projection.name)", unit: "events", total: head)
            defer { meter.finish() }
            try store.rebuildProjection(projection.name, run: .shown(on: meter))
        }
        let rows = options.renderer().rows(of: ProjectionContents.self)
        for projection in try choice.summaries(in: store) {
            try rows.write(ProjectionContents(projection))
        }
        try rows.finish()
    }
}
