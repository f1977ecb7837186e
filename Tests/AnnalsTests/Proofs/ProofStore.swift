import Annals
import AnnalsTesting

/// A store with events to prove, and a key of its own.
struct ProofStore {
    let folder: TemporaryDirectory
    let store: Store
    let key: CheckpointKey
    let maria: Actor
    var path: String { folder.path("annals.db") }

    init(events: Int64 = 0) throws {
        folder = try TemporaryDirectory()
        maria = try Actor("maria", kind: .human)
        store = try Store.create(
            at: folder.path("annals.db"), origin: "example.com/fleet", by: maria,
            projections: .none)
        key = try CheckpointKey.random(name: "example.com/fleet")
        try append(events)
    }

    /// Appends events to a few streams.
    func append(_ count: Int64, to other: Store? = nil, saying word: String = "tide") throws {
        guard count > 0 else { return }
        try (other ?? store).append(
            (0..<count).map { n in
                NewEvent(
                    stream: try StreamName("gauge/G\(n % 7)"), type: try EventType("gauge.read"),
                    actor: maria,
                    change: Change(data: ["n": .number(JSONNumber(n)), "what": .string(word)]),
                    reason: n % 3 == 0 ? "because" : nil)
            })
    }

    /// The keys that check what the store signs.
    var trusted: VerifierKeys { get throws { try VerifierKeys(key.verifierKey) } }
}
