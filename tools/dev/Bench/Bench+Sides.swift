import AnnalsModel

extension Bench {
    /// A side that writes the rows of a source with the bare store, in events a second.
    func bareSide(_ name: String, _ source: BareSource, batch: Int) -> Contest.Side {
        Contest.Side(name: name) { meter in
            let path = newPath()
            defer { remove(path) }
            let store = try BareStore(path: path, source: source)
            let seconds = try meter.measure(source.count) {
                for _ in stride(from: 0, to: source.count, by: batch) {
                    try meter.time { try store.append(batch) }
                }
            }
            return Double(source.count) / seconds
        }
    }

    /// A side that appends events in batches to what is made for it, in events a second.
    func annalsSide(
        _ name: String, _ events: [NewEvent], batch: Int,
        _ make: @escaping () throws -> BenchTarget
    ) -> Contest.Side {
        Contest.Side(name: name) { meter in
            let target = try make()
            defer { remove(target.path) }
            defer { target.close() }
            let seconds = try meter.measure(events.count) {
                for start in stride(from: 0, to: events.count, by: batch) {
                    let part = Array(events[start..<min(start + batch, events.count)])
                    try meter.time { try target.append(part) }
                }
            }
            return Double(events.count) / seconds
        }
    }

    /// A side that asks a question many times, in milliseconds an answer.
    ///
    /// - Parameter ask: Gets the number of the question, from 0 on.
    static func questions(
        _ name: String, _ count: Int, _ ask: @escaping (Int) throws -> Void
    ) -> Contest.Side {
        Contest.Side(name: name) { meter in
            let seconds = try meter.measure(count) {
                for number in 0..<count { try meter.time { try ask(number) } }
            }
            return seconds / Double(count) * 1000
        }
    }
}
