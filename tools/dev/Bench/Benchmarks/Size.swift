import AnnalsLog
import AnnalsModel
import AnnalsTesting
import Foundation

extension Benchmark {
    /// What the log takes on disk, beside the bytes that callers gave it.
    static let size = Benchmark(name: "size", summary: "bytes on disk and of bodies") { bench in
        try weigh(
            "size", "the workload", bench.workload(bench.events), bench,
            reach: "file 0.7 of body bytes, bodies 3.2 times smaller")
        try weigh(
            "size-documents", "documents saved as a whole",
            Array(HistoryWorkload(seed: bench.seed, events: min(bench.events, 5000))), bench,
            reach: "file 0.3 of body bytes, bodies 5 times smaller")
        if let path = bench.realHistory {
            try weigh(
                "size-real", "a real history", try events(in: path), bench,
                reach: "file 0.3 of body bytes, bodies 5 times smaller")
        }
    }

    private static func events(in path: String) throws -> [NewEvent] {
        let text = try Data(contentsOf: URL(filePath: path))
        return try text.split(separator: UInt8(ascii: "\n")).map { line in
            try Array(line).withUnsafeBufferPointer { try NewEvent(line: $0) }
        }
    }

    private static func weigh(
        _ name: String, _ title: String, _ events: [NewEvent], _ bench: Bench, reach: String
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
        let file = try bench.fileBytes(log.path)
        var figures = [("body bytes", raw), ("stored body bytes", stored), ("file", file)]
        // They stored the same workload before, where they were measured.
        if name == "size", let peers = bench.peers {
            figures += peers.fileBytes.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        }
        bench.results.add(
            ContestResult(
                name: name, title: "Size of \(title), \(events.count) events", unit: "bytes",
                isRate: false, reach: reach,
                sides: figures.map { SideResult(name: $0.0, figures: [Double($0.1)]) }))
    }
}
