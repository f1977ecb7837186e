import AnnalsCodec
import AnnalsIntegrity
import AnnalsModel

extension LogVerification {
    /// Streams whose stored documents are compared in one read transaction.
    private static let streamsAtOnce: Int64 = 64

    /// Compares every stored document with the fold of its stream's events.
    ///
    /// - Throws: `interrupted`; what `onFinding` throws.
    package func compareDocuments() throws {
        var last: Int64? = Int64.min
        while let after = last {
            guard !watch.isCancelled() else {
                throw StoreError(.interrupted, "the verification was stopped")
            }
            var findings: [VerificationFinding] = []
            last = try log.read { reader in
                let streams = try VerificationTables(reader.statements).documentedStreams(
                    after: after, limit: Self.streamsAtOnce)
                for stream in streams {
                    let found = try Self.documents(of: stream, reader)
                    if !found.isEmpty { faultyDocuments.insert(stream) }
                    findings += found
                }
                return streams.last
            }
            for finding in findings { try report(finding) }
        }
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
