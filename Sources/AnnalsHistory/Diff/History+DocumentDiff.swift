import AnnalsLog
package import AnnalsModel

extension History {
    /// Positions that are looked through in one read transaction.
    private static let window: Int64 = 50_000
    /// Streams that are compared in one read transaction.
    private static let streamsAtOnce = 64

    /// Gives what became of each document between two moments, in about the order in which the
    /// streams came to be.
    ///
    /// Only streams with an event in between are looked at, one after another: nothing but their
    /// ids is kept. The store's own streams take part where they are named.
    ///
    /// - Parameters:
    ///   - range: The earlier and the later moment.
    ///   - stream: Only this stream.
    ///   - progress: Gets the share of the streams that is done, 0 to 1.
    /// - Throws: `invalidMoment` for a range that is empty or runs backward, `notFound` for a
    ///   stream that does not exist, and what the closures throw.
    package func documentDifferences(
        in range: MomentRange, of stream: StreamName? = nil,
        progress: (Double) throws -> Void = { _ in },
        _ body: (DocumentDifference) throws -> Void
    ) throws {
        let (after, through) = try log.read { reader in try reader.span(of: range) }
        if let stream {
            let difference = try log.read { reader in
                guard try reader.end(of: stream) != nil else { throw reader.unknown(stream) }
                return try Self.difference(of: stream, after, through, reader)
            }
            if let difference { try body(difference) }
            return
        }
        let streams = try touchedStreams(after: after, through: through)
        for start in stride(from: 0, to: streams.count, by: Self.streamsAtOnce) {
            let end = min(start + Self.streamsAtOnce, streams.count)
            let differences = try log.read { reader in
                try streams[start..<end].compactMap { id -> DocumentDifference? in
                    let name = try reader.names.stream(id)
                    guard name.category != StreamName.ownCategory else { return nil }
                    return try Self.difference(of: name, after, through, reader)
                }
            }
            try differences.forEach(body)
            try progress(Double(end) / Double(streams.count))
        }
    }

    /// Ids of the streams with events between two positions, in order.
    ///
    /// - Parameter limit: Where there are more, it is not looked on, and some are missing.
    func touchedStreams(
        after: Int64, through: Int64, limit: Int = .max
    ) throws(StoreError) -> [Int64] {
        var found: Set<Int64> = []
        var start = after
        while start < through, found.count <= limit {
            let end = min(start + Self.window, through)
            let streams = try log.read { reader in
                try reader.mustHaveEvent(at: end)
                return try EventTable(reader.statements).streams(after: start, through: end)
            }
            found.formUnion(streams)
            start = end
        }
        return found.sorted()
    }

    private static func difference(
        of stream: StreamName, _ after: Int64, _ through: Int64, _ reader: LogReader
    ) throws(StoreError) -> DocumentDifference? {
        DocumentDifference(
            stream: stream, old: try reader.document(of: stream, at: after),
            new: try reader.document(of: stream, at: through))
    }
}
