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
                            return try appended(events, writers, meter) { _ in
                                { event in _ = try store.append([event]) }
                            }
                        },
                        Contest.Side(name: "annals", isCounted: false) { meter in
                            let served = try ServedStore(try bench.makeStore())
                            defer { served.store.close() }
                            defer { served.end() }
                            let port = served.port
                            return try appended(events, writers, meter) { _ in
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

    /// Every writer has a way of its own, and waits for each of its appends.
    private static func appended(
        _ events: [NewEvent], _ writers: Int, _ meter: Meter,
        _ way: @escaping @Sendable (Int) throws -> ((NewEvent) throws -> Void)
    ) throws -> Double {
        let (failure, latency) = (FirstFailure(), SharedLatency())
        let threads = (0..<writers).map { writer in
            WriterThread {
                let append = try way(writer)
                var own = LatencyHistogram()
                for index in stride(from: writer, to: events.count, by: writers) {
                    var event = events[index]
                    event.cycle = nil
                    let start = ContinuousClock.now
                    try append(event)
                    own.record(ContinuousClock.now - start)
                }
                latency.add(own)
            } failed: {
                failure.note($0)
            }
        }
        let seconds = try meter.measure(events.count) {
            for thread in threads { thread.start() }
            for thread in threads { thread.join() }
            try failure.rethrow()
            meter.add(latency.all)
        }
        return Double(events.count) / seconds
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
