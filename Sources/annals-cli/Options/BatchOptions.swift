import Annals
import ArgumentParser

/// Many events, from the lines of a file.
struct BatchOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A file with one event a line, or - for standard input.", valueName: "file"))
    var batch: String?

    @Option(
        help: ArgumentHelp(
            "Events that are stored together (default: \(Limits.batchEventsDefault)).",
            valueName: "n"))
    var batchSize: Int?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            """
            Make ids of this UUID or text, line number and line where there are none: the same \
            file appends nothing again.
            """, valueName: "namespace"))
    var deriveIds: String?

    @Option(
        help: ArgumentHelp(
            "Keep the lines' cycles, offset them by the store's, or drop them (default: keep).",
            valueName: "rule"))
    var cycles: CycleRule?

    /// Whether events come from lines.
    var isGiven: Bool { batch != nil }

    /// Whether something was said about a batch that was not given.
    var isIncomplete: Bool {
        batch == nil && (batchSize != nil || deriveIds != nil || cycles != nil)
    }

    /// - Throws: A usage error.
    func check() throws {
        if let batchSize, batchSize < 1 {
            throw ValidationError("--batch-size is a number of events, 1 or more.")
        }
    }

    /// Opens the file.
    func lines() throws(StoreError) -> LineReader {
        try LineReader(batch ?? "-")
    }

    /// How the lines become events.
    func plan() -> BatchPlan {
        BatchPlan(
            size: batchSize ?? Limits.batchEventsDefault, cycles: cycles ?? .keep,
            ids: deriveIds.map { DerivedIDs(namespace: $0) })
    }
}

extension CycleRule: ExpressibleByArgument {}
