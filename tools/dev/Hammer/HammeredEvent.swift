import Annals
import AnnalsTesting
import Foundation

/// An event of `hammer`, all of which follows from its id: so whoever finds it knows what it must
/// say.
struct HammeredEvent {
    let id: UUID
    /// The first of its batch; the batch is stored whole or not at all.
    let batch: UUID
    /// Number of events in the batch.
    let count: Int

    /// A batch of new ones.
    static func batch(of count: Int, _ random: inout SeededRandom) -> [HammeredEvent] {
        let ids = (0..<count).map { _ in id(random.next(), random.next()) }
        return ids.map { HammeredEvent(id: $0, batch: ids[0], count: count) }
    }

    private static func id(_ first: UInt64, _ second: UInt64) -> UUID {
        var bytes = [first, second].flatMap { word in withUnsafeBytes(of: word, Array.init) }
        (bytes[6], bytes[8]) = (0x40 | bytes[6] & 0x0F, 0x80 | bytes[8] & 0x3F)
        return bytes.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    }

    private var random: SeededRandom {
        let words = withUnsafeBytes(of: id.uuid) { $0.loadUnaligned(as: (UInt64, UInt64).self) }
        return SeededRandom(seed: words.0 ^ words.1)
    }

    /// Its stream and what it says.
    func content() throws -> (stream: StreamName, data: JSONObject) {
        var random = random
        let category = random.element(of: ["task", "task", "note", "person"])
        let stream = try StreamName("\(category)/T-\(random.number(1...40))")
        let words = (0..<random.number(0...120)).map { _ in
            String(random.next() % 10_000, radix: 36)
        }
        return (
            stream,
            [
                "progress": .number(JSONNumber(Int64(random.number(0...100)))),
                "notes": .string(words.joined(separator: " ")),
            ]
        )
    }

    /// As it is appended.
    func new(by actor: Actor) throws -> NewEvent {
        let (stream, data) = try content()
        return NewEvent(
            stream: stream, type: try EventType("\(stream.category).progressed"), actor: actor,
            change: Change(data: data),
            context: [
                "batch": .string(batch.uuidString), "of": .number(JSONNumber(Int64(count))),
            ], correlation: "run-\(random.copied(1...6))", id: id)
    }
}

extension SeededRandom {
    /// A number of a range, of a copy.
    fileprivate func copied(_ range: ClosedRange<Int>) -> Int {
        var copy = self
        return copy.number(range)
    }
}

/// What a worker of `hammer` was told: this event is stored, at this position.
struct Acknowledgement {
    let id: UUID
    let position: Int64

    init(id: UUID, position: Int64) {
        (self.id, self.position) = (id, position)
    }

    /// Reads a line.
    init?(line: Substring) {
        let parts = line.split(separator: " ")
        guard parts.count == 3, parts[2] == ".", let id = UUID(uuidString: String(parts[0])),
            let position = Int64(parts[1])
        else { return nil }
        self.init(id: id, position: position)
    }

    /// The line that a worker writes; the full stop says that it is whole.
    var line: String { "\(id.uuidString) \(position) .\n" }
}
