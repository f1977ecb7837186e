import Annals
import AnnalsModel
import AnnalsTesting

extension Benchmark {
    /// How long it takes to see one document as it was, in streams of different lengths.
    static let documents = Benchmark(
        name: "documents", summary: "one document at any moment, and blame, by length of stream"
    ) { bench in
        let store = try Store.create(at: bench.newPath(), by: Actor("bench", kind: .human))
        defer { store.close() }
        let lengths = [100, 1000, 10_000]
        for length in lengths {
            let events = try documentHistory(length)
            for start in stride(from: 0, to: events.count, by: 1000) {
                try store.append(Array(events[start..<min(start + 1000, events.count)]))
            }
        }
        var random = SeededRandom(seed: bench.seed)
        let sides = try lengths.map { length in
            let stream = try StreamName("task/length-\(length)")
            let positions = try versions(of: stream, in: store)
            return Contest.Side(name: "\(length) events") {
                let moments = (0..<100).map { _ in random.element(of: positions) }
                let time = try Measurement.of {
                    for position in moments {
                        _ = try store.document(stream, at: .position(position))
                    }
                }
                return time.seconds / Double(moments.count) * 1000
            }
        }
        try Contest(
            title: "A document at a random moment", unit: "ms",
            reach: "2 ms up to 1,000 events, flat beyond", sides: sides
        ).run(rounds: bench.rounds)
        try blame(in: store, lengths: lengths, rounds: bench.rounds)
    }

    /// Who gave one value, all values, and the columns of the row.
    private static func blame(in store: Store, lengths: [Int], rounds: Int) throws {
        let progress = try JSONPointer("/progress")
        let sides = try lengths.flatMap { length in
            let stream = try StreamName("task/length-\(length)")
            let questions: [(String, () throws -> Void)] = [
                ("a value", { _ = try store.blame(stream, at: progress) }),
                ("a document", { _ = try store.blame(stream) }),
                ("a row", { _ = try store.blameRow(of: stream) }),
            ]
            return questions.map { name, ask in
                Contest.Side(name: "\(name), \(length) events") {
                    let repeats = 20
                    let time = try Measurement.of { for _ in 0..<repeats { try ask() } }
                    return time.seconds / Double(repeats) * 1000
                }
            }
        }
        try Contest(
            title: "Blame", unit: "ms", reach: "2 ms up to 1,000 events, flat beyond", sides: sides
        ).run(rounds: rounds)
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
