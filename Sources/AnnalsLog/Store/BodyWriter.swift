import AnnalsCodec
import AnnalsIntegrity
import AnnalsModel

/// Compresses the bodies of one writer, and trains its dictionaries as the store grows.
final class BodyWriter {
    private let encoder = BodyEncoder()
    private var dictionary: BodyDictionary?

    /// Forgets a dictionary that may have been undone.
    func forget() {
        dictionary = nil
        encoder.forgetDictionaries()
    }

    /// Reads the newest dictionary, which is used from here on.
    ///
    /// - Parameter id: 0 if there is none.
    func use(dictionary id: Int64, _ reader: LogReader) throws(StoreError) {
        if id == 0 {
            dictionary = nil
        } else if dictionary?.id != id {
            dictionary = try reader.bodies.dictionary(id)
        }
    }

    /// Compresses one body.
    ///
    /// - Parameters:
    ///   - digest: Of salt and body; its first four bytes are stored in front.
    ///   - base: The stream's previous body, where it may be used.
    ///   - isHigh: Whether to take the time for the smallest block.
    ///   - form: Text or packed; that of an event that is stored already must stay.
    func encode(
        _ body: [UInt8], _ digest: Digest, base: (position: Int64, bytes: [UInt8])?,
        highCompression isHigh: Bool = false, form: BodyEncoder.Form = .smaller
    ) -> StoredBody {
        encoder.encode(
            body, check: digest.checkBytes, dictionary: dictionary, base: base,
            highCompression: isHigh, form: form)
    }

    /// Trains a new dictionary once the store has grown enough since the last.
    func trainIfDue(
        _ state: inout WriterState, _ statements: StatementCache, _ reader: LogReader
    ) throws(StoreError) {
        guard state.isTrainingDue else { return }
        let (samples, sources) = try self.samples(through: state.size, statements, reader)
        let bytes = DictionaryTrainer.train(
            samples: samples, limit: Limits.dictionaryBytesMax)
        guard !bytes.isEmpty else {
            state.trainedAt = state.bodyBytes
            return
        }
        try insert(bytes, sources, &state, statements)
    }

    /// Trains a new dictionary from the bodies that are there, due or not.
    ///
    /// Where nothing repeats it has no bytes: it is there so that ids are never given twice, and
    /// nobody takes the bytes of one for those of another.
    func train(
        _ state: inout WriterState, _ statements: StatementCache, _ reader: LogReader
    ) throws(StoreError) {
        let (samples, sources) = try self.samples(through: state.size, statements, reader)
        let bytes = DictionaryTrainer.train(samples: samples, limit: Limits.dictionaryBytesMax)
        try insert(bytes, bytes.isEmpty ? [] : sources, &state, statements)
    }

    private func insert(
        _ bytes: [UInt8], _ sources: Set<Int64>, _ state: inout WriterState,
        _ statements: StatementCache
    ) throws(StoreError) {
        state.trainedAt = state.bodyBytes
        let id = state.dictionary + 1
        try DictionaryTable(statements).insert(
            BodyDictionary(id: id, bytes: bytes),
            DictionaryTable.Origin(
                madeAt: state.recordedAt, bodyBytes: state.bodyBytes, streams: sources))
        state.dictionary = id
    }

    /// Bodies spread over the log, the newer half denser, up to a number of bytes; and the streams
    /// that they belong to.
    private func samples(
        through head: Int64, _ statements: StatementCache, _ reader: LogReader
    ) throws(StoreError) -> (samples: [[UInt8]], sources: Set<Int64>) {
        var samples: [[UInt8]] = []
        let places = try reader.samples(head: head)
        for place in places {
            if let body = try reader.bodies.sample(at: place.position) { samples.append(body) }
        }
        return (samples, Set(places.map(\.stream)))
    }
}
