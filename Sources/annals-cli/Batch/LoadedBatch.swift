import Annals
import AnnalsJSON

/// What came of one batch of lines.
struct LoadedBatch {
    /// The lines that were stored and are durable, ascending.
    var stored: [(line: Int64, receipt: Receipt)] = []
    /// The lines that could not be stored, ascending.
    var rejected: [RejectedLine] = []

    /// One answer for each line, in the order of the lines.
    var answers: [LineAnswer] {
        let answers =
            stored.map { LineAnswer(line: $0.line, receipt: $0.receipt) }
            + rejected.map { LineAnswer(line: $0.number, error: $0.error) }
        return rejected.isEmpty ? answers : answers.sorted { $0.line < $1.line }
    }
}
