import AnnalsCodec
import AnnalsIntegrity
import AnnalsModel

extension LogVerification {
    /// Compares every stored document with the fold of its stream's events, on all cores.
    ///
    /// - Throws: `interrupted`; what `onFinding` throws.
    package func compareDocuments() throws {
        let log = log
        let last = try log.read { reader throws(StoreError) in
            try VerificationTables(reader.statements).lastStream()
        }
        let ranges = StreamVerifier.ranges(through: last, count: Self.documentRanges)
        let pieces = OrderedPieces(ranges.count, threads: Self.threads) { number in
            Result { () throws(StoreError) in
                try log.read { reader in try Self.documents(of: ranges[number], reader) }
            }
        }
        try pieces.forEach { piece in
            for (stream, findings) in try piece.get() {
                faultyDocuments.insert(stream)
                for finding in findings { try report(finding) }
            }
            guard !watch.isCancelled() else {
                throw StoreError(.interrupted, "the verification was stopped")
            }
        }
    }

    /// Ranges of streams whose stored documents are compared in one read transaction each.
    private static let documentRanges: Int64 = 64
    /// Streams whose ids are read at once.
    private static let streamsAtOnce: Int64 = 64

    /// What is wrong with the stored documents of some streams.
    private static func documents(
        of ids: ClosedRange<Int64>, _ reader: LogReader
    ) throws(StoreError) -> [(stream: Int64, findings: [VerificationFinding])] {
        var found: [(stream: Int64, findings: [VerificationFinding])] = []
        var first: Int64? = ids.lowerBound
        while let start = first {
            let streams = try VerificationTables(reader.statements).documentedStreams(
                start...ids.upperBound, limit: streamsAtOnce)
            for stream in streams {
                let findings = try documents(of: stream, reader)
                if !findings.isEmpty { found.append((stream, findings)) }
            }
            first = streams.last.flatMap { $0 < ids.upperBound ? $0 + 1 : nil }
        }
        return found
    }

    /// What is wrong with the stored documents of a stream.
    private static func documents(
        of stream: Int64, _ reader: LogReader
    ) throws(StoreError) -> [VerificationFinding] {
        guard let name = try? reader.names.stream(stream) else {
            return [
                VerificationFinding(
                    .document, in: "documents \(stream)",
                    "this document belongs to a stream that does not exist")
            ]
        }
        var findings: [VerificationFinding] = []
        var (document, version): (JSONObject?, Int64) = (nil, 0)
        try VerificationTables(reader.statements).documents(of: stream) {
            stored, row throws(StoreError) in
            let place = "documents \(name.description.terminalSafe) \(stored)"
            func note(_ message: String) {
                findings.append(VerificationFinding(.document, in: place, message))
            }
            guard stored > version, var found = row.document() else {
                return note("this document is damaged")
            }
            do throws(StoreError) {
                if row.isRest {
                    var whole: JSONObject? = found
                    try reader.apply(stream: stream, version: stored, to: &whole)
                    found = whole ?? [:]
                }
                try fold(stream, &document, &version, through: stored, reader)
            } catch {
                guard error.code == .corrupt else { throw error }
                return note("this document cannot be compared: \(error.message)")
            }
            guard version == stored, let document,
                JSONValue.object(document).compact == JSONValue.object(found).compact
            else { return note("this document is not what the stream's events make") }
        }
        return findings
    }

    private static func fold(
        _ stream: Int64, _ document: inout JSONObject?, _ version: inout Int64,
        through end: Int64, _ reader: LogReader
    ) throws(StoreError) {
        try EventTable(reader.statements).forEachBody(
            ofStream: stream, after: version, through: end
        ) { row throws(StoreError) in
            version = row.version
            guard let body = try reader.bodies.body(row) else { return }
            try parseBody(body, position: row.position).apply(to: &document)
        }
    }
}
