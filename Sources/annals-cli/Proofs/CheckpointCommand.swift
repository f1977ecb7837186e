import Annals
import AnnalsJSON
import ArgumentParser

/// `annals checkpoint`.
struct CheckpointCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "checkpoint",
        abstract: "Sign what the log is now, and keep that elsewhere.",
        discussion: """
            With a key the note is kept in the log too, and signed only if the log begins with all \
            that was signed before. Without one the text is printed unsigned. If nothing was \
            appended since the last note, that one is given again.
            """)

    @OptionGroup var key: SigningKey

    @Flag(help: "Print the text without signing it, even where there is a key.")
    var unsigned = false

    @Option(
        name: .shortAndLong, help: ArgumentHelp("A new file for the note.", valueName: "file"),
        completion: .file())
    var output: String?

    @Option(
        help: ArgumentHelp(
            "A file that the note is appended to, or a folder that it becomes a file of.",
            valueName: "path"),
        completion: .file())
    var to: String?

    @Option(
        help: ArgumentHelp(
            "A note that came back from witnesses: checks and keeps their signatures.",
            valueName: "file"),
        completion: .file())
    var cosigned: String?

    @Option(
        help: ArgumentHelp(
            "A witness that must have signed: its verifier key, or a file of such.",
            valueName: "vkey"),
        completion: .file())
    var witness: [String] = []

    @Option(
        parsing: .unconditional, help: ArgumentHelp("Why it is signed.", valueName: "text"))
    var reason: String?

    @OptionGroup var actor: ActorOptions
    @OptionGroup var options: GlobalOptions

    func validate() throws {
        guard (cosigned == nil) == witness.isEmpty else {
            throw ValidationError("Give --cosigned and --witness together.")
        }
        guard output == nil || to == nil else {
            throw ValidationError("Give --output or --to, not both.")
        }
        guard !unsigned || (output == nil && to == nil && cosigned == nil) else {
            throw ValidationError("Only a signed note is kept: leave --unsigned out.")
        }
    }

    func run() throws {
        if let cosigned { return try keep(cosigned) }
        guard !unsigned, let key = try key.key() else { return try show() }
        let actor = try actor.actor()
        let store = try options.openToWrite()
        defer { store.close() }
        let (checkpoint, file) = try store.signCheckpoint(
            with: key, keepingIn: to.map { CheckpointArchive(at: $0) }, by: actor, reason: reason)
        try write(checkpoint, file)
    }

    private func show() throws {
        guard output == nil, to == nil else {
            throw StoreError(
                .invalidArgument,
                "only a signed note is kept: give --key the file of a private key, as annals key"
                    + " new makes it, or set ANNALS_KEY")
        }
        let store = try options.openToRead()
        defer { store.close() }
        try write(try store.checkpoint(), nil)
    }

    private func keep(_ cosigned: String) throws {
        guard let witnesses = try GivenKeys.keys(witness) else { return }
        let note = try GivenText.text(
            "@\(cosigned)", "the note", limit: Limits.noteBytesMax, besides: try options.path())
        let actor = try actor.actor()
        let store = try options.openToWrite()
        defer { store.close() }
        let (checkpoint, file) = try store.keepCosigned(
            note, by: witnesses, keepingIn: to.map { CheckpointArchive(at: $0) }, actor: actor,
            reason: reason)
        try write(checkpoint, file)
    }

    private func write(_ checkpoint: LogCheckpoint, _ file: String?) throws {
        let renderer = options.renderer()
        if let output { try checkpoint.write(to: output) }
        let kept = KeptCheckpoint(checkpoint: checkpoint, file: file ?? output)
        guard renderer.format == .table else { return try renderer.object(kept) }
        guard kept.file == nil else {
            var object = kept.json()
            object["note"] = nil
            return try renderer.object(object)
        }
        // For people the note itself, so that it can be sent to a file.
        try renderer.output.write(checkpoint.note)
        try renderer.output.flush()
    }
}
