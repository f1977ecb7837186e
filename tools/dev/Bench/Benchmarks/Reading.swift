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
        var stream = EventQuery()
        stream.stream = try StreamName("task/TASK-0000001")
        var actor = EventQuery()
        actor.actor = "Agent-20"
        var type = EventQuery()
        type.type = try EventType("task.completed")
        for (name, query) in [("stream", stream), ("actor", actor), ("type", type)] {
            var last = query
            last.isReversed = true
            try Contest(
                title: "First event by \(name) of \(head)", unit: "ms", reach: "5 ms",
                sides: [
                    firstEvent("first", store, query), firstEvent("last", store, last),
                ]
            ).run(rounds: bench.rounds)
        }
        var search = EventQuery()
        search.search = "no such text anywhere"
        let side = Contest.Side(name: "search") {
            let time = try Measurement.of { _ = try store.events(search).next() }
            return Double(head) / time.seconds
        }
        try Contest(
            title: "Search in \(head) events", unit: "events/s", reach: "400000 events/s",
            sides: [side]
        ).run(rounds: bench.rounds)
    }

    private static func firstEvent(
        _ name: String, _ store: Store, _ query: EventQuery
    ) -> Contest.Side {
        Contest.Side(name: name) {
            let time = try Measurement.of {
                guard try store.events(query).next() != nil else {
                    throw BenchFailure("The history has no such event.")
                }
            }
            return time.seconds * 1000
        }
    }
}
