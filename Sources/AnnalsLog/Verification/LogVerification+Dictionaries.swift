import AnnalsIntegrity
import AnnalsModel

extension LogVerification {
    /// Compares what is stored of each dictionary's training with the events that there were then.
    ///
    /// An erasure believes it: a dictionary that names other sources would keep what it quotes.
    func compareDictionaries(_ reader: LogReader, _ tables: VerificationTables) throws {
        // Without all events nobody knows where the log was.
        guard order.events == frontier.size else { return }
        let leaving = Set((try? ErasureState(reader).dictionaries(reader)) ?? [])
        for dictionary in try tables.dictionaries() where !leaving.contains(dictionary.id) {
            guard let fault = try fault(of: dictionary, tables, reader) else { continue }
            try report(
                VerificationFinding(
                    .dictionary, in: "dictionaries \(dictionary.id)", fault))
        }
    }

    private func fault(
        of dictionary: VerificationTables.Trained, _ tables: VerificationTables,
        _ reader: LogReader
    ) throws(StoreError) -> String? {
        let sources = try DictionaryTable(reader.statements).sources(of: dictionary.id)
        guard dictionary.bytes > 0 else {
            return sources.isEmpty ? nil : "this dictionary has no bytes, and quotes nobody"
        }
        if sources.isEmpty { return "nothing says whose bodies this dictionary quotes" }
        guard let point = try trainings.point(of: dictionary, tables),
            point.recordedAt == dictionary.madeAt
        else {
            return "this dictionary says that it was trained when the log was as it never was"
        }
        let samples = try reader.samples(head: point.position)
        return Set(samples.map(\.stream)) == sources
            ? nil : "this dictionary is not said to quote the streams that it was trained from"
    }
}
