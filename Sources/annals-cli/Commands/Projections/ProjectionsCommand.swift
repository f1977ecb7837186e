import Annals
import ArgumentParser

/// `annals projections`.
struct ProjectionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "projections",
        abstract: "List, show, check, rebuild, add or remove the tables that follow the log.",
        subcommands: [
            ListProjections.self, ShowProjection.self, RebuildProjections.self,
            CheckProjections.self, AddProjection.self, RemoveProjection.self, ListFailures.self,
        ],
        defaultSubcommand: ListProjections.self)
}

/// Which projections a command is about.
struct ProjectionChoice: ParsableArguments {
    @Argument(help: "Name of one projection (default: all of them).")
    var name: String?

    /// The projection that was named, or all.
    ///
    /// - Throws: `notFound` if there is none of the name.
    func summaries(in store: Store) throws(StoreError) -> [ProjectionSummary] {
        let all = try store.projections()
        guard let name else { return all }
        guard let one = all.first(where: { $0.name == name }) else {
            throw StoreError(
                .notFound,
                "there is no projection \(name.quotedForMessage): list them with annals projections"
            )
        }
        return [one]
    }

    /// Runs a closure for each of the projections.
    ///
    /// Where all are meant, one that somebody removes meanwhile is passed over with a warning.
    func forEach(
        _ projections: [ProjectionSummary], _ body: (ProjectionSummary) throws -> Void
    ) throws {
        for projection in projections {
            do {
                try body(projection)
            } catch let error as StoreError where error.code == .notFound && name == nil {
                Warning.say(
                    "the projection \(projection.name) was removed meanwhile and is left out")
            }
        }
    }
}

extension LongRun {
    /// Shows progress on a meter, and stops at Ctrl-C.
    static func shown(on meter: ProgressMeter) -> LongRun {
        LongRun(
            progress: { done, _ in meter.update(done) },
            isCancelled: { Interruption.isRequested })
    }
}
