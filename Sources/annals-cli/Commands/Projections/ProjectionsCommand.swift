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
    @Argument(
        help: "Name of one projection (default: all of them).",
        completion: .stored(.projections))
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

    /// Runs a closure with the names of the projections, and shows the progress of each.
    ///
    /// Where all are meant, one that somebody removes meanwhile is passed over with a warning.
    ///
    /// - Parameters:
    ///   - label: What is done with each, as in `Checking`.
    ///   - total: Number of events.
    ///   - body: Gets the names and what shows the progress of each; says which were there.
    func run(
        _ projections: [ProjectionSummary], _ label: String, total: Int64,
        _ body: ([String], (String) -> LongRun) throws -> Set<String>
    ) throws {
        var shown: ProgressMeter?
        defer { shown?.finish() }
        let names = projections.map(\.name)
        let done = try body(names) { name in
            shown?.finish()
            let meter = ProgressMeter("\(label) \(name)", unit: "events", total: total)
            shown = meter
            return .shown(on: meter)
        }
        for name in names where !done.contains(name) {
            guard self.name == nil else {
                throw StoreError(
                    .notFound, "the projection \(name.quotedForMessage) was removed meanwhile")
            }
            Warning.say("the projection \(name) was removed meanwhile and is left out")
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
