import AnnalsLog
import AnnalsModel
import AnnalsTesting
import Foundation

extension Benchmark {
    /// What the log takes on disk, beside the bytes that callers gave it.
    static let size = Benchmark(name: "size", summary: "bytes on disk and of bodies") { bench in
        try report(
            "the workload", bench.workload(bench.events), bench,
            reach: "file 0.7 of body bytes, bodies 3.2 times smaller")
        try report(
            "documents saved as a whole",
            Array(HistoryWorkload(seed: bench.seed, events: min(bench.events, 5000))), bench,
            reach: "file 0.3 of body bytes, bodies 5 times smaller")
        if let path = bench.realHistory {
            try report(
                path, try events(in: path), bench,
                reach: "file 0.3 of body bytes, bodies 5 times smaller")
        }
    }

    private static func events(in path: String) throws -> [NewEvent] {
        let text = try Data(contentsOf: URL(filePath: path))
        return try text.split(separator: UInt8(ascii: "\n")).map { line in
            try Array(line).withUnsafeBufferPointer { try NewEvent(line: $0) }
        }
    }

    private static func report(
        _ name: String, _ events: [NewEvent], _ bench: Bench, reach: String
    ) throws {
        let log = try bench.makeLog()
        defer { bench.remove(log.path) }
        try bench.append(events, batch: 1000, to: log)
        let (raw, stored) = try log.read { reader in
            (
                try reader.statements.integer("SELECT body_bytes FROM head") ?? 0,
                try reader.statements.integer("SELECT stored_bytes FROM head") ?? 0
            )
        }
        // The last connection to close folds the write-ahead log into the file.
        log.close()
        let file = try FileManager.default.attributesOfItem(atPath: log.path)[.size] as? Int ?? 0
        print(
            """

            Size of \(name), \(events.count) events
              body bytes               \(raw)
              stored body bytes        \(stored), \(ratio(Int(raw), Int(stored))) times smaller
              file                     \(file), \(ratio(file, Int(raw))) of the body bytes
              to reach: \(reach)
            """)
    }

    private static func ratio(_ one: Int, _ other: Int) -> String {
        String(format: "%.2f", Double(one) / Double(max(other, 1)))
    }
}
