import Annals
import ArgumentParser

/// `annals watch`.
struct WatchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Import a folder, and then every change of it as it happens.",
        discussion: """
            It imports the folder, then captures each new version of a file soon after it is \
            written, until Ctrl-C; then it captures what is left and prints a summary. It says \
            when it is ready, and prints a line for each version and finding as it happens; so \
            it does with --format ndjson, for programs. With --write-back, what commands and \
            services change in documents is written into their files, too.
            """)

    @Argument(
        help: ArgumentHelp("The workspace's folder.", valueName: "dir"),
        completion: .directory)
    var folder: String

    @Option(
        help: ArgumentHelp(
            "Open the next cycle after this time, like 30s, 5m or 1h, if anything was captured.",
            valueName: "time"))
    var cycleEvery: DurationOption?

    @Flag(help: "Write what documents hold into their files, as they change.")
    var writeBack = false

    @Option(help: ArgumentHelp("Why the files are changed.", valueName: "text"))
    var reason: String?

    @OptionGroup var capture: CaptureOptions
    @OptionGroup var options: GlobalOptions

    func run() throws {
        var workspace = try capture.captured()
        workspace.reason = reason
        var watching = WatchOptions()
        watching.cycleEvery = cycleEvery?.duration
        watching.cycleActor = workspace.actor
        watching.writesBack = writeBack
        let store = try options.openToWrite()
        defer { store.close() }
        let stop = try WatchStop()
        Interruption.watch(waking: stop.descriptor)
        let rows = try WatchRows(options.renderer(isPaged: false), of: folder)
        let status = WatchStatus()
        defer { status.finish() }
        let result = try store.watchWorkspace(
            folder, options: workspace, watching: watching, until: stop
        ) { report in
            switch report {
            case .alive, .reading: break
            // A line about it is written where the status stands.
            case .cycle, .file, .finding, .warning, .watching, .writtenBack: status.finish()
            }
            try rows.write(report)
            status.update(report)
        }
        status.finish()
        try rows.finish(result)
        ExclusionNotes.say(
            result.captured.patterns, usesRemembered: result.captured.usesRememberedSettings)
        if !result.conflicts.isEmpty {
            Warning.say("not every file could be written back: conflicts lists them, and why")
        }
        if let failure = result.failure { throw failure }
    }
}
