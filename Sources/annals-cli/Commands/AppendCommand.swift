import Annals
import AnnalsJSON
import ArgumentParser

/// `annals append`.
struct AppendCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "append",
        abstract: "Append one event, or a batch of them, and print the receipt.",
        discussion: """
            It returns when the event is durable. With --batch, each line is one event in JSON \
            with the members that annals log prints; a batch is stored whole or not at all.
            """)

    @OptionGroup(title: "One event") var event: EventOptions
    @OptionGroup(title: "A batch") var batch: BatchOptions

    @Flag(help: "Store it even if a table refuses its row; note that.")
    var lenient = false

    @Flag(help: "Open a cycle more than 1,000 after the current one.")
    var jump = false

    @OptionGroup var actor: ActorOptions
    @OptionGroup var options: GlobalOptions

    func validate() throws {
        if batch.isGiven {
            guard !event.isGiven else {
                throw ValidationError("--batch takes events from its lines: leave the others out.")
            }
            try batch.check(options)
        } else if batch.isIncomplete {
            throw ValidationError(
                "--batch-size, --derive-ids, --cycles, --rejects and --receipts go with --batch.")
        } else {
            try event.check()
        }
    }

    func run() throws {
        var append = AppendOptions()
        append.isLenient = lenient
        append.allowsJump = jump
        if batch.isGiven {
            try runBatch(append)
        } else {
            let event = try event.event(by: try actor.actor(), besides: try options.path())
            let store = try options.openToWrite()
            defer { store.close() }
            let receipt = try store.append(event, options: append)
            try options.renderer().receipt(receipt)
        }
    }

    private func runBatch(_ append: AppendOptions) throws {
        let actor = try actor.actor()
        let lines = try batch.lines(besides: try options.path())
        let store = try options.openToWrite()
        defer { store.close() }
        let rejects = try batch.rejects.map { path throws(StoreError) in try RejectsFile(path) }
        Interruption.watch()
        let loader = BatchLoader(
            store: store, actor: actor, options: append, plan: batch.plan(),
            goesOn: rejects != nil || batch.receipts)
        let receipts = try BatchReceipts(options, answersAll: batch.receipts)
        let meter = ProgressMeter("Appending", unit: "kB", total: lines.kilobytes)
        defer { meter.finish() }
        let (name, progress) = (lines.name, lines.progress)
        let summary = try loader.load(lines, beforeBatch: receipts.check) { batch in
            try rejects?.write(batch.rejected)
            meter.update(progress.kilobytes)
            try receipts.show(batch)
        }
        meter.finish()
        try receipts.finish(summary)
        if let rejected = summary.rejected, rejected > 0 {
            let are = rejected == 1 ? "1 line" : "\(rejected) lines"
            let reasons = rejects.map { "see \($0.path.quotedForMessage)" }
            throw StoreError(
                .invalidArgument,
                "\(are) of \(name.quotedForMessage) could not be stored: "
                    + (reasons ?? "the answers say why"))
        }
    }
}
