import AnnalsLog
import AnnalsModel
import Dispatch
import Foundation

/// Folds documents on all cores, each with its share of the streams.
final class DocumentFolding {
    private let shares: [DocumentReplay]

    /// Positions that are read in one transaction.
    private static let positionsMax = Int64(Limits.replayRowsMax)
    /// Shares beyond which reading the same pages again and again costs more than it saves.
    private static let sharesMax = 4

    /// - Parameters:
    ///   - position: After which events are read.
    ///   - wanted: Which types.
    init(after position: Int64, wanted: @escaping (EventType) -> Bool) {
        let count = min(ProcessInfo.processInfo.activeProcessorCount, Self.sharesMax)
        shares = (0..<count).map { share in
            DocumentReplay(
                after: position, share: DocumentReplay.Share(share, of: count), wanted: wanted)
        }
    }

    private init(_ shares: [DocumentReplay]) {
        self.shares = shares
    }

    /// What was folded of some of the types, to go on with by itself.
    ///
    /// - Parameter wanted: Of a stream's types all or none.
    func part(wanted: @escaping (EventType) -> Bool) -> DocumentFolding {
        DocumentFolding(shares.map { $0.part(wanted: wanted) })
    }

    /// Position of the last event that is in the documents.
    var position: Int64 { shares.map(\.position).min() ?? 0 }

    /// Whether the documents take so much that they should be written out and forgotten.
    var isFull: Bool {
        shares.reduce(0) { $0 + $1.bytes } > Limits.foldedBytesMax
    }

    /// Forgets the documents.
    func forget() {
        for share in shares { share.forget() }
    }

    /// Folds the next batch of events.
    ///
    /// - Parameter reader: A transaction of the caller's, on whose thread all is done then.
    /// - Returns: Whether there is more up to `through`.
    func nextBatch(
        through: Int64, _ reader: LogReader?, _ log: EventLog
    ) throws(StoreError) -> Bool {
        let end = min(position + Self.positionsMax, through)
        if let reader {
            for share in shares { try share.read(reader, through: end) }
        } else {
            try readSideBySide(through: end, log)
        }
        return position < through
    }

    private func readSideBySide(through end: Int64, _ log: EventLog) throws(StoreError) {
        var results: [StoreError?] = Array(repeating: nil, count: shares.count)
        results.withUnsafeMutableBufferPointer { results in
            // Each of them touches its own share and its own result, and all end before this does.
            nonisolated(unsafe) let (shares, results) = (shares, results)
            DispatchQueue.concurrentPerform(iterations: shares.count) { index in
                do throws(StoreError) {
                    try log.read { reader in try shares[index].read(reader, through: end) }
                } catch {
                    results[index] = error
                }
            }
        }
        for case let error? in results { throw error }
    }

    /// A document that changed since the last time, and the type of the last event of its stream.
    struct Changed: Sendable {
        let document: ReplayedDocument
        let type: EventType
    }

    /// Takes what changed since the last time, to be written before what is taken next.
    ///
    /// In the order of the streams' ids, so that the same events make the same file.
    func takeChanged() throws(StoreError) -> [Changed] {
        var changed: [Changed] = []
        for share in shares {
            for place in share.documents.indices where share.documents[place].isChanged {
                let document = share.documents[place]
                changed.append(Changed(document: document, type: try share.type(of: document)))
                share.noteWritten(at: place)
            }
        }
        changed.sort { $0.document.id < $1.document.id }
        return changed
    }
}
