import Annals
import AnnalsJSON

/// What a load prints: a line for each line, the receipt of each event, or a summary at the end.
struct BatchReceipts {
    private let renderer: Renderer
    private let rows: (any RowWriter)?
    /// Whether lines that cannot be stored are answered, too.
    private let answersAll: Bool

    init(_ options: GlobalOptions, answersAll: Bool) throws {
        self.answersAll = answersAll
        var options = options
        if answersAll {
            options.format = .ndjson
        }
        renderer = options.renderer(isPaged: false)
        rows =
            if answersAll {
                try renderer.rows(of: LineAnswer.self)
            } else if renderer.format == .ndjson {
                try renderer.rows(of: NumberedReceipt.self)
            } else {
                nil
            }
    }

    /// Prints what there is to say of a batch.
    func show(_ batch: LoadedBatch) {
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
            // Nobody reads the receipts, but the events are to be appended all the same.
        }
    }

    /// Prints what there is to say at the end.
    func finish(_ summary: BatchSummary) throws {
        if let rows { try rows.finish() } else { try renderer.object(summary) }
    }
}
