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
        let head = try statements.statement("SELECT size, body_bytes, stored_bytes FROM head")
        guard try head.step() else {
            throw StoreError(.corrupt, "the table head is empty: restore the store from a backup")
        }
        defer { head.reset() }
        let size = try head.int64(0, .headSize)
        let body = try head.int64(1, .headBodyBytes)
        let stored = try head.int64(2, .headStoredBytes)
        var entries: [(name: String, value: JSONValue)] = [
            ("events", .number(JSONNumber(size))),
            ("cycle", .number(JSONNumber(try cycle()))),
        ]
        func count(_ name: String, _ sql: String) throws(StoreError) {
            let value = try statements.integer(sql) ?? 0
            entries.append((name, .number(JSONNumber(value))))
        }
        try count("streams", "SELECT count(*) FROM streams")
        try count("event_types", "SELECT count(*) FROM event_types")
        try count("actors", "SELECT count(*) FROM actors")
        try count("correlations", "SELECT count(*) FROM correlations")
        try count("tags", "SELECT count(*) FROM tags")
        try count("projections", "SELECT count(*) FROM projections")
        try count("projection_failures", "SELECT count(*) FROM projection_failures")
        entries.append(("body_bytes", .number(JSONNumber(body))))
        entries.append(("stored_bytes", .number(JSONNumber(stored))))
        entries.append(("compression", Self.ratio(body, stored)))
        try count("dictionaries", "SELECT count(*) FROM dictionaries")
        try count("dictionary_bytes", "SELECT sum(length(bytes)) FROM dictionaries")
        try count("documents", "SELECT count(*) FROM documents")
        try count("document_bytes", "SELECT sum(length(body)) FROM documents")
        try count("snapshots", "SELECT count(*) FROM snapshots WHERE complete = 1")
        try count("snapshot_bytes", "SELECT sum(stored) FROM snapshots WHERE complete = 1")
        try count(
            "file_bytes",
            "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        try count(
            "free_bytes",
            "SELECT freelist_count * page_size FROM pragma_freelist_count(), pragma_page_size()")
        entries.append(("wal_bytes", .number(JSONNumber(Self.bytes(ofFile: path + "-wal")))))
        return LogStatistics(entries: entries)
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
