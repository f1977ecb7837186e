import Annals
import AnnalsJSON
import ArgumentParser

/// `annals rollback`.
struct RollbackCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollback",
        abstract: "Return documents to their state at a moment, by new events.",
        discussion: """
            Prints a preview; --apply does it in one atomic batch, after tagging the point \
            before. Without a scope it covers everything but captured files. A value that the \
            scope and later somebody else wrote stays, and is listed as a conflict. With --files \
            it includes captured files, and writes them into the folder byte for byte; nothing \
            is overwritten that the store has not captured. What a file says goes along with the \
            file, and with --files a file with what it says.
            """)

    @Option(
        name: .customLong("to"),
        help: ArgumentHelp("The moment to return to.", valueName: "moment"),
        completion: .stored(.moments))
    var target: String

    @Option(
        help: ArgumentHelp("Only this stream.", valueName: "name"),
        completion: .stored(.streams))
    var stream: String?

    @Option(
        help: ArgumentHelp("Only streams of this category.", valueName: "name"),
        completion: .stored(.categories))
    var category: String?

    @Option(
        help: ArgumentHelp("Only what this actor did.", valueName: "name"),
        completion: .stored(.actors))
    var actor: String?

    @Option(
        help: ArgumentHelp("Only this run or conversation.", valueName: "name"),
        completion: .stored(.correlations))
    var correlation: String?

    @Option(parsing: .unconditional, help: ArgumentHelp("Why.", valueName: "text"))
    var reason: String?

    @Flag(help: "Append the events; without this it is a preview.")
    var apply = false

    @Option(
        help: ArgumentHelp(
            "Refuse if the scope has events after this position.", valueName: "position"))
    var expectHead: Int64?

    @Option(
        help: ArgumentHelp(
            "Include captured files, and write them into this imported folder.",
            valueName: "dir"),
        completion: .directory)
    var files: String?

    @OptionGroup var workspace: WorkspaceNameOption
    @OptionGroup var who: ActorOptions
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let moment = try GivenMoment.read(target)
        var scope = RollbackScope(
            stream: try stream.map { text throws(StoreError) in try StreamName(text) },
            category: category, actor: actor, correlation: correlation)
        scope.workspace = workspace.name
        guard apply else { return try preview(moment, scope) }
        guard let reason else {
            throw StoreError(
                .invalidArgument,
                "a rollback needs a reason: say with --reason why the events are taken back")
        }
        let by = try who.actor()
        let store = try options.openToWrite()
        defer { store.close() }
        let meter = ProgressMeter("Rolling back", unit: "%", total: 100)
        defer { meter.finish() }
        guard let files else {
            let done = try store.rollback(
                to: moment, scope, by: by, reason: reason, expectedHead: expectHead,
                progress: { meter.update(Int64($0 * 100)) })
            meter.finish()
            try options.renderer().object(done)
            RollbackNotes.say(done, takesFiles: false)
            return Self.warnOfErased(done)
        }
        let done = try store.rollback(
            to: moment, scope, files: files, by: by, reason: reason, expectedHead: expectHead,
            progress: { meter.update(Int64($0 * 100)) })
        meter.finish()
        try options.renderer().object(done)
        RollbackNotes.say(done.summary, takesFiles: true)
        Self.warnOfErased(done.summary)
        WorkspaceReducedMode.warn(of: done.reducedModes)
        guard !done.refused.isEmpty else { return }
        let isLeft = done.refused.contains { $0.kind != .unusablePath }
        Warning.say(
            isLeft
                ? "the store is rolled back, but not every file could be written: repeat the "
                    + "command without --expect-head to write the rest, or use annals export"
                : "the store is rolled back, and so is every file but those that refused lists: "
                    + "no file can be at their paths")
        throw ExitCode(Ending.refused)
    }

    /// Says that a state does not come back whole.
    private static func warnOfErased(_ summary: RollbackSummary) {
        guard summary.erased > 0 else { return }
        Warning.say(
            "\(summary.erased) events of these streams were erased: nothing of what they said "
                + "comes back")
    }

    private func preview(_ moment: Moment, _ scope: RollbackScope) throws {
        let store = try options.openToRead()
        defer { store.close() }
        let renderer = options.renderer()
        let left = RollbackStep.uncolumned
        let rows =
            try files == nil
            ? renderer.rows(of: RollbackStep.self, without: left)
            : renderer.rows(of: RollbackFileStep.self, without: left)
        func write(_ result: some JSONResult, _ step: RollbackStep) throws {
            var row = result.json()
            if renderer.format == .table {
                // People read places, and no JSON.
                let places = step.conflicts.map {
                    $0.pointer.isRoot ? "(all)" : $0.pointer.description
                }
                row["conflicts"] = .string(places.joined(separator: ", "))
            }
            try rows.write(row)
        }
        let meter = ProgressMeter("Comparing", unit: "%", total: 100)
        defer { meter.finish() }
        let update = { (share: Double) in meter.update(Int64(share * 100)) }
        let summary: RollbackSummary
        if let files {
            summary = try store.previewRollback(
                to: moment, scope, files: files, progress: update
            ) { step, action in
                try write(RollbackFileStep(step: step, file: action), step)
            }
        } else {
            summary = try store.previewRollback(to: moment, scope, progress: update) { step in
                try write(step, step)
            }
        }
        meter.finish()
        try rows.finish()
        RollbackNotes.say(summary, takesFiles: files != nil)
        Self.warnOfErased(summary)
        Warning.say(
            "nothing was changed: \(summary.changed) of \(summary.streams) streams would be; add "
                + "--apply --reason TEXT --expect-head \(summary.head) to do it")
    }
}
