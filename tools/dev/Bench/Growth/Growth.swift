import Annals
import AnnalsModel
import AnnalsTesting
import Foundation

/// How figures change while one store grows from size to size; its state stops growing early.
struct Growth {
    let bench: Bench
    /// Numbers of events, the smallest first.
    let sizes: [Int]

    /// One figure of the store.
    private struct Measure {
        let name: String
        let title: String
        let unit: String
        /// Measures it once.
        let figure: (Store) throws -> Double

        /// The median of some rounds.
        func figure(_ store: Store, rounds: Int) throws -> Double {
            try (0..<rounds).map { _ in try figure(store) }.median
        }
    }

    func run() throws {
        let store = try bench.makeStore()
        let path = store.path
        store.close()
        var workload = Workload(
            seed: bench.seed, events: sizes.last ?? 0, live: SharedHistory.steadyRows)
        let (append, file, memory) = (Line("append"), Line("file"), Line("rebuild-memory"))
        let measures = self.measures
        let lines = measures.map { Line($0.name) }
        var before = 0
        for size in sizes {
            append.add(size, try grow(path, by: size - before, &workload))
            before = size
            file.add(size, Double(try bench.fileBytes(path)) / Double(size))
            let store = try Store(opening: path)
            for (measure, line) in zip(measures, lines) {
                line.add(size, try measure.figure(store, rounds: bench.rounds))
            }
            store.close()
            memory.add(size, try rebuildMemory(path))
        }
        bench.results.add(
            append.curve("Append in batches of 1,000, all projections and snapshots", "events/s"))
        for (measure, line) in zip(measures, lines) {
            bench.results.add(line.curve(measure.title, measure.unit))
        }
        bench.results.add(memory.curve("Peak memory of a rebuild", "MB"))
        bench.results.add(file.curve("File", "bytes an event"))
    }

    /// Appends the next events of the workload.
    ///
    /// - Returns: Events a second, over all of them.
    private func grow(_ path: String, by count: Int, _ workload: inout Workload) throws -> Double {
        let store = try Store(opening: path)
        defer { store.close() }
        var (left, seconds) = (count, 0.0)
        while left > 0 {
            var batch: [NewEvent] = []
            while batch.count < min(1000, left), let event = workload.next() {
                batch.append(event)
            }
            seconds += try Measurement.of { try store.append(batch) }.seconds
            left -= batch.count
        }
        return Double(count) / seconds
    }

    private func rebuildMemory(_ path: String) throws -> Double {
        let output = try SpawnedProgram.this.output([
            "bench-footprint", FootprintWork.rebuild.rawValue, path,
        ])
        let footprint = try JSONDecoder().decode(Footprint.self, from: output)
        return Double(footprint.peakBytes) / 1e6
    }

    private var measures: [Measure] {
        let seed = bench.seed
        let questions: [(String, String, (Store) throws -> Double)] = [
            ("query", "A query at present", { try PastMoments($0, seed: seed).milliseconds(1) }),
            (
                "query-at", "A query at a random moment",
                { try PastMoments($0, seed: seed).milliseconds() }
            ),
            ("document", "A document at a random moment", { try Self.documents($0, seed: seed) }),
            ("blame", "Blame of an agent's document, 1 % of all events", Self.blame),
            ("last-by-type", "The last event of a type", Self.lastByType),
        ]
        let works: [StoreWork] = [.rebuild, .check, .verifyLog, .verify, .search]
        return questions.map { Measure(name: $0.0, title: $0.1, unit: "ms", figure: $0.2) }
            + works.map { work in
                Measure(name: work.rawValue, title: work.title, unit: "events/s") { store in
                    let head = try store.head()
                    return Double(head) / (try Measurement.of { try work.run(on: store) }).seconds
                }
            }
    }

    private static func documents(_ store: Store, seed: UInt64) throws -> Double {
        var random = SeededRandom(seed: seed)
        let head = Int(try store.head())
        let events = try (0..<50).map { _ in
            try store.event(at: Int64(random.number(1...head)))
        }
        let time = try Measurement.of {
            for event in events {
                _ = try store.document(event.stream, at: .position(event.position))
            }
        }
        return time.seconds / Double(events.count) * 1000
    }

    private static func blame(_ store: Store) throws -> Double {
        let stream = try StreamName("agent/Agent-1")
        return try Measurement.of { _ = try store.blame(stream) }.seconds * 1000
    }

    private static func lastByType(_ store: Store) throws -> Double {
        var query = EventQuery()
        query.type = try EventType("task.started")
        query.isReversed = true
        return try Measurement.of { _ = try store.events(query).next() }.seconds * 1000
    }
}

extension PastMoments {
    /// Milliseconds of a question about a moment, on average, or about the present so many times.
    fileprivate func milliseconds(_ present: Int = 0) throws -> Double {
        let count = present > 0 ? present : random.count
        let time = try Measurement.of {
            for index in 0..<count { try ask(at: present > 0 ? nil : random[index]) }
        }
        return time.seconds / Double(count) * 1000
    }
}

/// A curve that is being measured.
private final class Line {
    private let name: String
    private var points: [GrowthCurve.Point] = []

    init(_ name: String) {
        self.name = name
    }

    func add(_ events: Int, _ figure: Double) {
        points.append(GrowthCurve.Point(events: events, figure: figure))
    }

    func curve(_ title: String, _ unit: String) -> GrowthCurve {
        GrowthCurve(name: name, title: title, unit: unit, points: points)
    }
}
