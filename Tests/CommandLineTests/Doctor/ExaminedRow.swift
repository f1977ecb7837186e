import Foundation
import Testing

/// A row of `annals doctor`.
struct ExaminedRow: Decodable {
    let check: String
    let state: String
    let detail: String
    let advice: String?
}

extension StoreFolder {
    /// Runs `annals doctor`, whose exit code must be that of its rows, and which changes nothing.
    func examine(
        _ arguments: [String] = [], environment: [String: String] = [:],
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> [String: ExaminedRow] {
        let before = try state()
        let result = try await run(
            ["doctor", "--format", "ndjson"] + arguments, environment: environment)
        #expect(try state() == before, sourceLocation: sourceLocation)
        return try ExaminedRow.rows(
            result.output, status: result.status, result.error, sourceLocation)
    }

    /// Names and bytes of what is there.
    private func state() throws -> [String: [UInt8]] {
        var found: [String: [UInt8]] = [:]
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        // SQLite notes in the index who reads.
        for name in names where !name.hasSuffix("-shm") {
            var status = stat()
            let isFile =
                lstat(folder.path(name), &status) == 0 && status.st_mode & S_IFMT == S_IFREG
            found[name] = isFile ? try folder.read(name) : []
        }
        return found
    }
}

extension ExaminedRow {
    /// The rows by their names.
    static func rows(
        _ output: String, status: Int32, _ error: String, _ sourceLocation: SourceLocation
    ) throws -> [String: ExaminedRow] {
        let rows = try output.split(separator: "\n").map {
            try JSONDecoder().decode(ExaminedRow.self, from: Data($0.utf8))
        }
        let isWrong = rows.contains { $0.state == "wrong" }
        #expect(status == (isWrong ? 1 : 0), "\(error)", sourceLocation: sourceLocation)
        #expect(!rows.isEmpty, "\(error)", sourceLocation: sourceLocation)
        for row in rows where row.state == "wrong" {
            #expect(row.advice != nil, "\(row.check)", sourceLocation: sourceLocation)
        }
        #expect(Set(rows.map(\.check)).count == rows.count, sourceLocation: sourceLocation)
        return Dictionary(uniqueKeysWithValues: rows.map { ($0.check, $0) })
    }
}
