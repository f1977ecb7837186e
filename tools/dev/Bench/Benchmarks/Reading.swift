import Annals
import AnnalsModel

extension Benchmark {
    /// How soon the first event of a filter comes, and how fast text is searched.
    static let reading = Benchmark(
        name: "reading", summary: "log by stream, actor and type: first row; search"
    ) { bench in
        let store = try bench.history.open(bench)
        defer { store.close() }
        let head = try store.head()
        for (name, query) in try firsts {
            var last = query
            last.isReversed = true
            let sides = [("first", query), ("last", last)].map { place, query in
                Bench.questions(place, 50) { _ in
                    guard try store.events(query).next() != nil else {
                        throw BenchFailure("The history has no such event.")
                    }
                }
            }
            try bench.hold(
                Contest(
                    name: "first-by-\(name)", title: "First event by \(name) of \(head)",
                    unit: "ms", reach: "5 ms", sides: sides))
        }
        let side = Contest.Side(name: "annals") { meter in
            Double(head) / (try meter.measure(Int(head)) { try StoreWork.search.run(on: store) })
        }
        try bench.hold(
            Contest(
                name: "search", title: "Search in \(head) events", unit: "events/s",
                reach: "400000 events/s", sides: [side]))
    }

    /// A filter of each kind that has an index.
    static var firsts: [(name: String, query: EventQuery)] {
        get throws {
            var stream = EventQuery()
            stream.stream = try StreamName("task/TASK-0000001")
            var actor = EventQuery()
            actor.actor = "Agent-20"
            var type = EventQuery()
            type.type = try EventType("task.started")
            return [("stream", stream), ("actor", actor), ("type", type)]
        }
    }
}
