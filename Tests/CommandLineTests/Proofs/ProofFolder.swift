import AnnalsTesting
import Testing

/// A store of the command line with a key, a few events and a proof of one.
struct ProofFolder {
    let store: StoreFolder
    /// The text of the verifier key.
    let verifier: String

    init(events: Int = 20) async throws {
        store = try await StoreFolder()
        verifier = try await store.succeed("key", "new", "test.key")
            .trimmingCharacters(in: .newlines)
        let lines = (0..<events).map { n in
            #"{"stream":"task/T\#(n % 5)","type":"task.changed","actor":"A","data":{"n":\#(n)},"#
                + #""correlation":"run ü","occurred_at":"2020-01-01T00:00:00.5Z"}"#
        }
        try await store.succeed(
            "append", "--batch", "-", input: lines.joined(separator: "\n") + "\n")
    }

    /// Proves an event, and gives the bytes of the proof.
    func proof(_ position: Int, _ options: String...) async throws -> [UInt8] {
        let result = try await store.run(
            ["prove", "\(position)", "--key", "test.key"] + options)
        #expect(result.status == 0 && result.error.isEmpty, "\(result.error)")
        return result.outputBytes
    }
}
