import Annals
import AnnalsJSON
import Foundation

/// What a load prints: a line for each line, the receipt of each event, or a summary at the end.
struct BatchReceipts {
    private let renderer: Renderer
    private let rows: (any RowWriter)?
    /// Whether lines that cannot be stored are answered, too.
    private let answersAll: Bool

    init(_ options: GlobalOptions, answersAll: Bool) throws {
        self.answersAll = answersAll
        renderer =
            answersAll
            ? Renderer(format: .ndjson, output: .answers()) : options.renderer(isPaged: false)
        rows =
            if answersAll {
                try renderer.rows(of: LineAnswer.self)
            } else if renderer.format == .ndjson {
                try renderer.rows(of: NumberedReceipt.self)
            } else {
                nil
            }
    }

    /// Looks whether somebody is there to be answered.
    ///
    /// - Throws: `interrupted` where the reader of the answers went away: what it would not be told
    ///   of is not stored.
    func check() throws {
        if answersAll, Output.isAbandoned(STDOUT_FILENO) { throw Self.abandoned }
    }

    /// Prints what there is to say of a batch.
    ///
    /// - Throws: `interrupted` where answers are not read: by a reader who went away, or one who
    ///   reads nothing while somebody asks this process to end.
    func show(_ batch: LoadedBatch) throws {
        guard let rows else { return }
        do {
            if answersAll {
                for answer in batch.answers { try rows.write(answer) }
            } else {
                for (line, receipt) in batch.stored {
                    try rows.write(NumberedReceipt(line: line, receipt: receipt))
                }
            }
            try rows.flush()
        } catch {
            // Where nobody asked for answers, events are appended also if nobody reads of it.
            if answersAll { throw error is OutputClosed ? Self.abandoned : error }
        }
    }

    private static let abandoned = StoreError(
        .interrupted,
        "nobody reads the answers any more: send what has none again, with the same ids")

    /// Prints what there is to say at the end.
    func finish(_ summary: BatchSummary) throws {
        if let rows { try rows.finish() } else { try renderer.object(summary) }
    }
}
