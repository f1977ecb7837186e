import Annals
import AnnalsModel

extension Benchmark {
    /// What HTTP costs, beside the same verbs in one process.
    static let serve = Benchmark(
        name: "serve", summary: "appends over 8 and 64 connections, a document: beside the library"
    ) { bench in
        for writers in [8, 64] {
            let events = bench.workload(min(writers * 250, bench.events))
            try bench.hold(
                Contest(
                    name: "serve-\(writers)",
                    title: "Durable append, \(writers) threads or connections", unit: "events/s",
                    reach: "0.7 of threads",
                    sides: [
                        Contest.Side(name: "threads") { meter in
                            let store = try bench.makeStore()
                            defer { store.close() }
                            return try ConcurrentAppends.rate(events, writers, meter) {
                                { event in _ = try store.append([event]) }
                            }
                        },
                        Contest.Side(name: "annals", isCounted: false) { meter in
                            let served = try ServedStore(try bench.makeStore())
                            defer { served.store.close() }
                            defer { served.end() }
                            let port = served.port
                            return try ConcurrentAppends.rate(events, writers, meter) {
                                let link = try HTTPLink(port: port)
                                return { event in
                                    try link.ask("POST", "/v1/events", body: body(of: event))
                                }
                            }
                        },
                    ]))
        }
        try document(bench)
    }

    /// An event as a client sends it.
    private static func body(of event: NewEvent) -> String {
        var json: JSONObject = [
            "stream": .string(event.stream.description), "type": .string(event.type.name),
            "actor": .string(event.actor.name), "kind": .string(event.actor.kind.rawValue),
            "data": .object(event.change.data),
        ]
        json["reason"] = event.reason.map { .string($0) }
        json["correlation"] = event.correlation.map { .string($0) }
        return JSONValue.object(json).compact
    }

    private static func document(_ bench: Bench) throws {
        let store = try bench.makeStore()
        defer { store.close() }
        let events = bench.workload(min(1_000, bench.events))
        try store.append(events)
        let streams = events.map(\.stream).filter { $0.category == "task" }.prefix(200)
        let served = try ServedStore(store)
        defer { served.end() }
        let link = try HTTPLink(port: served.port)
        try bench.hold(
            Contest(
                name: "serve-document", title: "A document as it is now", unit: "ms",
                reach: "0.4 ms more than the library",
                sides: [
                    Bench.questions("library", streams.count) { number in
                        _ = try store.document(streams[number])
                    },
                    Bench.questions("annals", streams.count) { number in
                        try link.ask("GET", "/v1/streams/\(streams[number])")
                    },
                ]))
    }
}
