import Annals
import ArgumentParser

/// Many events, from the lines of a file.
struct BatchOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A file with one event a line, or - for standard input.", valueName: "file"),
        completion: .file())
    var batch: String?

    @Option(
        help: ArgumentHelp(
            "Events that are stored together (default: \(Limits.batchEventsDefault)).",
            valueName: "n"))
    var batchSize: Int?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Make ids where there are none, in this UUID or text.", valueName: "namespace"))
    var deriveIds: String?

    @Option(
        help: ArgumentHelp(
            "Of number and line, or of content alone (default: line).", valueName: "rule"))
    var deriveIdsBy: IDRule?

    @Option(
        help: ArgumentHelp(
            "The lines' cycles, those offset, or none (default: keep).",
            valueName: "rule"))
    var cycles: CycleRule?

    @Option(
        help: ArgumentHelp(
            "New file for lines that cannot be stored; go on.", valueName: "file"),
        completion: .file())
    var rejects: String?

    @Flag(help: "Answer each line by one as soon as it is durable.")
    var receipts = false

    /// Whether events come from lines.
    var isGiven: Bool { batch != nil }

    /// Whether something was said about a batch that was not given.
    var isIncomplete: Bool {
        batch == nil
            && (batchSize != nil || deriveIds != nil || deriveIdsBy != nil || cycles != nil
                || rejects != nil || receipts)
    }

    /// - Parameter options: How results are written.
    /// - Throws: A usage error.
    func check(_ options: GlobalOptions) throws {
        if let batchSize, batchSize < 1 {
            throw ValidationError("--batch-size is a number of events, 1 or more.")
        }
        if deriveIdsBy != nil, deriveIds == nil {
            throw ValidationError("--derive-ids-by says how --derive-ids makes ids: give both.")
        }
        if receipts, rejects != nil {
            throw ValidationError(
                "--receipts answers lines that cannot be stored, too: leave --rejects out.")
        }
        // A table is what is written where nothing is said.
        if receipts, options.format != .table, options.format != .ndjson {
            throw ValidationError("--receipts answers in lines of JSON: leave --format out.")
        }
        if receipts, options.columns != nil {
            throw ValidationError(
                "--receipts answers with all that a program needs: leave --columns out.")
        }
    }

    /// Opens the file.
    ///
    /// - Parameter store: Path of the store, whose files are not read.
    func lines(besides store: String) throws(StoreError) -> LineReader {
        try LineReader(batch ?? "-", besides: store)
    }

    /// How the lines become events.
    func plan() -> BatchPlan {
        BatchPlan(
            size: batchSize ?? Limits.batchEventsDefault, answersAtOnce: receipts,
            cycles: cycles ?? .keep,
            ids: deriveIds.map { LineIDs(DerivedIDs(namespace: $0), by: deriveIdsBy ?? .line) })
    }
}

extension CycleRule: ExpressibleByArgument {}
extension IDRule: ExpressibleByArgument {}
