import Annals
import AnnalsModel
import AnnalsTesting

extension Benchmark {
    /// How long it takes to see one document as it was, in streams of different lengths.
    static let documents = Benchmark(
        name: "documents", summary: "one document at any moment, and blame, by length of stream"
    ) { bench in
        let store = try bench.makeStore()
        defer { store.close() }
        let lengths = [100, 1000, 10_000].filter { $0 <= max(bench.events, 100) }
        for length in lengths {
            let events = try documentHistory(length)
            for start in stride(from: 0, to: events.count, by: 1000) {
                try store.append(Array(events[start..<min(start + 1000, events.count)]))
            }
        }
        let sides = try lengths.map { length in
            let stream = try StreamName("task/length-\(length)")
            let positions = try versions(of: stream, in: store)
            var random = SeededRandom(seed: bench.seed)
            let moments = (0..<100).map { _ in random.element(of: positions) }
            return Bench.questions("\(length) events", moments.count) { number in
                _ = try store.document(stream, at: .position(moments[number]))
            }
        }
        try bench.hold(
            Contest(
                name: "document", title: "A document at a random moment", unit: "ms",
                reach: "2 ms up to 1,000 events, flat beyond", sides: sides))
        try blame(in: store, lengths: lengths, bench)
    }

    /// Who gave one value, all values, and the columns of the row.
    private static func blame(in store: Store, lengths: [Int], _ bench: Bench) throws {
        let progress = try JSONPointer("/progress")
        let questions: [(String, (StreamName) throws -> Void)] = [
            ("value", { _ = try store.blame($0, at: progress) }),
            ("document", { _ = try store.blame($0) }),
            ("row", { _ = try store.blameRow(of: $0) }),
            ("history", { _ = try store.valueHistory(of: $0, at: progress) }),
        ]
        for (name, ask) in questions {
            try bench.hold(
                Contest(
                    name: "blame-\(name)", title: "Blame of a \(name)", unit: "ms",
                    reach: "2 ms up to 1,000 events, flat beyond",
                    sides: try lengths.map { length in
                        let stream = try StreamName("task/length-\(length)")
                        return Bench.questions("\(length) events", 20) { _ in try ask(stream) }
                    }))
        }
    }

    private static func documentHistory(_ length: Int) throws -> [NewEvent] {
        var random = SeededRandom(seed: UInt64(length))
        let words = Words()
        return try (0..<length).map { index in
            var data: JSONObject = [
                "progress": words.count(random.number(0...100)),
                "notes": words.text(15...25, &random),
                "note_\(random.number(0...9))": words.text(2...4, &random),
            ]
            // Given once and never again, so that who gave it is far back.
            if index == 0 { data["title"] = words.text(2...4, &random) }
            return NewEvent(
                stream: try StreamName("task/length-\(length)"),
                type: try EventType("task.progressed"), actor: try Actor("bench"),
                change: Change(data: data))
        }
    }

    private static func versions(of stream: StreamName, in store: Store) throws -> [Int64] {
        var query = EventQuery()
        query.stream = stream
        return try store.events(query).all().map(\.position)
    }
}
