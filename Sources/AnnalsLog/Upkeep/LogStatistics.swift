package import AnnalsModel
import Foundation

/// Counts, bytes and ratios of one store.
package struct LogStatistics: Sendable {
    /// Name and value pairs in a stable order; names in snake_case, bytes as such.
    package var entries: [(name: String, value: JSONValue)]
}

extension LogReader {
    /// Counts what the store holds; some counts look at every row of a table of names.
    package func statistics() throws(StoreError) -> LogStatistics {
        let head = try TreeTable(statements).totals()
        let administration = AdministrationTables(statements)
        let dictionaries = DictionaryTable(statements)
        let documents = DocumentTable(statements)
        let snapshots = SnapshotTable(statements)
        let counts: [(name: String, value: Int64)] = [
            ("events", head.events), ("cycle", try cycle()),
            ("streams", try StreamTable(statements).count()),
            ("event_types", try NameTable(.types, statements).count()),
            ("actors", try NameTable(.actors, statements).count()),
            ("correlations", try NameTable(.correlations, statements).count()),
            ("tags", try administration.tagCount()),
            ("projections", try administration.definitionCount()),
            ("projection_failures", try FailureTable(statements).count()),
            ("body_bytes", head.bodyBytes), ("stored_bytes", head.storedBytes),
        ]
        let bytes: [(name: String, value: Int64)] = [
            ("dictionaries", try dictionaries.count()),
            ("dictionary_bytes", try dictionaries.bytes()),
            ("stored_documents", try documents.count()),
            ("stored_document_bytes", try documents.bytes()),
            ("snapshots", try snapshots.count()), ("snapshot_bytes", try snapshots.bytes()),
            ("file_bytes", try pageBytes("page_count")),
            ("free_bytes", try pageBytes("freelist_count")),
        ]
        var entries = counts.map { ($0.name, JSONValue.number(JSONNumber($0.value))) }
        entries.append(("compression", Self.ratio(head.bodyBytes, head.storedBytes)))
        entries += bytes.map { ($0.name, JSONValue.number(JSONNumber($0.value))) }
        entries.append(("wal_bytes", .number(JSONNumber(Self.bytes(ofFile: path + "-wal")))))
        return LogStatistics(entries: entries)
    }

    /// Bytes of the pages that a pragma counts.
    func pageBytes(_ pragma: String) throws(StoreError) -> Int64 {
        try statements.integer(
            "SELECT \(pragma) * page_size FROM pragma_\(pragma)(), pragma_page_size()") ?? 0
    }

    /// `a / b` with two digits, null where `b` is 0.
    private static func ratio(_ a: Int64, _ b: Int64) -> JSONValue {
        guard b > 0 else { return .null }
        let hundredths = Int64((Double(a) / Double(b) * 100).rounded())
        return JSONNumber(Double(hundredths) / 100).map { .number($0) } ?? .null
    }

    /// Size of a file by its name alone; 0 if there is none.
    package static func bytes(ofFile path: String) -> Int64 {
        var status = stat()
        return stat(path, &status) == 0 ? Int64(status.st_size) : 0
    }
}
