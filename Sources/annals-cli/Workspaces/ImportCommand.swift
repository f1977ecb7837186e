import Annals
import AnnalsJSON
import ArgumentParser

/// `annals import`.
struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Import a folder of JSON and Markdown files.",
        discussion: """
            Captures every file byte for byte, and derives documents of agents, tasks, messages, \
            configuration and analyses from what the files say. Importing the same files again \
            appends nothing. A file that is not understood is captured too, and listed with the \
            place of the problem. Paths are left out by --exclude, by .annalsignore files in \
            git's syntax, and by default where they hold keys, swap files or what programs make \
            again; the next import leaves out the same.
            """)

    @Argument(
        help: ArgumentHelp("The workspace's folder.", valueName: "dir"),
        completion: .directory)
    var folder: String

    @Flag(
        help: "Only compare the folder with the store; exit code 1 if anything differs.")
    var check = false

    @Flag(help: "Print what would be done, but append nothing.")
    var dryRun = false

    @Flag(help: "Say by which rules each file is read, or why not.")
    var explain = false

    @Option(
        help: ArgumentHelp("The cycle of its events (default: the current one).", valueName: "n"))
    var cycle: Int64?

    @Option(help: ArgumentHelp("Why the files were changed.", valueName: "text"))
    var reason: String?

    @OptionGroup var capture: CaptureOptions
    @OptionGroup var options: GlobalOptions

    func validate() throws {
        guard [check, dryRun, explain].count(where: { $0 }) < 2 else {
            throw ValidationError(
                "Give one of --check, --dry-run and --explain: none of them appends anything.")
        }
    }

    func run() throws {
        var workspace = try capture.captured()
        workspace.reason = reason
        workspace.cycle = cycle
        let store = try check || dryRun || explain ? options.openToRead() : options.openToWrite()
        defer { store.close() }
        if explain {
            let rows = try ExplanationRows(options.renderer())
            try store.explainWorkspace(folder, options: workspace) { try rows.write($0) }
            return try rows.finish()
        }
        check ? try compare(store, workspace) : try take(store, workspace)
    }

    private func take(_ store: Store, _ workspace: WorkspaceOptions) throws {
        let meter = ProgressMeter("Importing", unit: "files")
        defer { meter.finish() }
        let summary = try store.importWorkspace(folder, options: workspace, isDryRun: dryRun) {
            meter.update(Int64($0.files))
        }
        meter.finish()
        try options.renderer().object(summary)
        ExclusionNotes.say(
            summary.patterns, usesRemembered: summary.usesRememberedSettings)
        noteUnreadable(summary.findings)
        // What the import before said of the same files is not said again.
        let changes = summary.captured + summary.moved + summary.deleted
        guard changes > 0 || capture.allFindings else { return }
        for (category, files) in summary.unread.sorted(by: { $0.key < $1.key }) {
            let article = category == "agent" ? "an" : "a"
            let what =
                files == 1
                ? "1 file looks like \(article) \(category), and no rule reads it"
                : "\(files) files look like \(category)s, and no rule reads them"
            Warning.say("\(what): annals import --explain says why")
        }
    }

    /// Says how many files could not be read as what their names say.
    private func noteUnreadable(_ findings: [WorkspaceFinding]) {
        let paths = Set(findings.filter(\.isSyntax).map { ExactString($0.path) })
        guard !paths.isEmpty else { return }
        let what =
            paths.count == 1
            ? "1 file is kept byte for byte, but is not understood"
            : "\(paths.count) files are kept byte for byte, but are not understood"
        Warning.say("\(what), or not whole: annals import --explain says why")
    }

    private func compare(_ store: Store, _ workspace: WorkspaceOptions) throws {
        let meter = ProgressMeter("Comparing", unit: "files")
        defer { meter.finish() }
        let comparison = try store.compareWorkspace(folder, options: workspace) {
            meter.update(Int64($0.files))
        }
        meter.finish()
        try options.renderer().object(comparison)
        ExclusionNotes.say(comparison.patterns)
        if !comparison.differences.isEmpty { throw ExitCode(Ending.refused) }
        if comparison.isUndecided { throw ExitCode(Ending.unknown) }
    }
}
