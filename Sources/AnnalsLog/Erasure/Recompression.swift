import AnnalsCodec
import AnnalsIntegrity
package import AnnalsModel

/// Compressing bodies again, with another dictionary: some in each transaction, while others go on.
///
/// It changes no event: a leaf is made of the body before compression.
package struct Recompression: Sendable {
    /// The dictionary that they are compressed with.
    package let target: Int64
    /// The dictionaries that they are compressed with until then; nil for every other way.
    package let dictionaries: [Int64]?
    /// Whether to take the time for the smallest blocks.
    package let isHigh: Bool
    /// How far it is.
    package private(set) var position: Int64 = 0
    /// Number of bodies that were compressed again.
    package private(set) var bodies: Int64 = 0

    /// Begins at the first event.
    package init(to target: Int64, from dictionaries: [Int64]?, isHigh: Bool) {
        self.target = target
        self.dictionaries = dictionaries
        self.isHigh = isHigh
    }

    /// Compresses the next bodies.
    ///
    /// - Returns: Whether the end of the log was reached.
    mutating func goOn(_ transaction: AppendTransaction) throws(StoreError) -> Bool {
        let head = transaction.head
        let end = min(head, position + Limits.recompressedStretchMax)
        let found = try EventTable(transaction.statements).positions(
            after: position, through: end, compressedWith: dictionaries, not: target)
        var bytes: Int64 = 0
        for next in found {
            bytes += try transaction.recompress(next, with: target, isHigh: isHigh)
            bodies += 1
            position = next
            if bytes >= Limits.recompressedBytesMax { return false }
        }
        guard found.count < Int(Limits.recompressedRowsMax) else { return false }
        position = end
        return end == head
    }
}

extension EventLog {
    /// Trains a dictionary from the bodies that are there.
    ///
    /// - Returns: Its id, larger than that of every other.
    package func trainDictionary() throws(StoreError) -> Int64 {
        try write { transaction in try transaction.trainDictionary() }
    }

    /// Compresses bodies again, and removes the dictionaries that they were compressed with until
    /// then.
    ///
    /// Others append and read meanwhile. Where it stops, nothing is lost: begun again, it passes
    /// over what is done.
    ///
    /// - Parameter progress: Gets the position that was reached and the last one.
    /// - Returns: Number of bodies that were compressed again.
    /// - Throws: What the log and the closure throw.
    package func recompress(
        _ recompression: Recompression, progress: (Int64, Int64) throws -> Void
    ) throws -> Int64 {
        var work = recompression
        while true {
            let (next, isDone, head) = try write { [work] transaction in
                var work = work
                try transaction.checkNewest(work)
                let isDone = try work.goOn(transaction)
                if isDone { try transaction.removeDictionaries(work) }
                return (work, isDone, transaction.head)
            }
            work = next
            try progress(work.position, head)
            if isDone { return work.bodies }
        }
    }
}

extension AppendTransaction {
    fileprivate func trainDictionary() throws(StoreError) -> Int64 {
        try session.bodyWriter.train(&state, statements, reader)
        touch()
        return state.dictionary
    }

    /// Refuses to take bodies away from a dictionary that is newer.
    fileprivate func checkNewest(_ work: Recompression) throws(StoreError) {
        guard work.dictionaries == nil, state.dictionary != work.target else { return }
        throw StoreError(
            .busy,
            "a newer dictionary was trained while bodies were compressed with dictionary"
                + " \(work.target): what is done stays, begin again")
    }

    /// - Returns: Bytes of the body before compression.
    fileprivate func recompress(
        _ position: Int64, with dictionary: Int64, isHigh: Bool
    ) throws(StoreError) -> Int64 {
        let row = try reader.storedBody(at: position)
        guard let opened = try reader.bodies.opened(row) else { return 0 }
        var base: (position: Int64, bytes: [UInt8])?
        if let before = row.base, let bytes = try reader.bodies.form(at: before) {
            base = (before, bytes)
        }
        try session.bodyWriter.use(dictionary: dictionary, reader)
        let body = session.bodyWriter.encode(
            opened.bytes, opened.digest, base: base, highCompression: isHigh,
            form: .kept(packed: opened.packed))
        guard body.storage != row.storage || body.blob.count < row.blob.count else {
            return row.size
        }
        try EventTable(statements).store(body, at: position)
        state.storedBytes += Int64(body.blob.count - row.blob.count)
        touch()
        return row.size
    }

    /// Every body up to the end of the log was seen, and what is appended now takes the newest
    /// dictionary: nobody needs the others.
    fileprivate func removeDictionaries(_ work: Recompression) throws(StoreError) {
        let table = DictionaryTable(statements)
        let gone = try table.ids().filter { id in
            id < work.target && work.dictionaries?.contains(id) != false
        }
        guard !gone.isEmpty else { return }
        for id in gone { try table.remove(id) }
        reader.bodies.forget()
        session.bodyWriter.forget()
        touch()
    }
}
