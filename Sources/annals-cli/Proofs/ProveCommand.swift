import Annals
import AnnalsJSON
import ArgumentParser

/// `annals prove`.
struct ProveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prove",
        abstract: "Prove an event to somebody who has no store.",
        discussion: """
            The proof is against the last signed checkpoint; with --key one is signed if that is \
            older than the event. It shows who, when, what type and which stream; what the event \
            says only with --with-body, and then for ever, also when it is erased later.
            """)

    @Argument(
        help: ArgumentHelp("Position of the event, or a moment.", valueName: "position"),
        completion: .stored(.moments))
    var position: String

    @Flag(help: "Show what the event says.")
    var withBody = false

    @OptionGroup var key: SigningKey

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("A new file for the proof, like 12.tlog-proof.", valueName: "file"),
        completion: .file())
    var output: String?

    @OptionGroup var actor: ActorOptions
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let moment = try GivenMoment.read(position)
        let key = try key.key()
        let actor = try key == nil ? nil : self.actor.actor()
        let store = try key == nil ? options.openToRead() : options.openToWrite()
        defer { store.close() }
        let position = try store.position(of: moment)
        if let key, let actor {
            try store.signCheckpoint(with: key, covering: position, by: actor)
        }
        let proof = try store.prove(position, showingBody: withBody)
        if let output { try proof.write(to: output) }
        let renderer = options.renderer()
        guard renderer.format == .table, output == nil else {
            return try renderer.object(ProofFile(proof: proof, path: output))
        }
        try renderer.output.write(proof.text)
        try renderer.output.flush()
    }
}
