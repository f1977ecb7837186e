import Annals
import AnnalsJSON
import AnnalsModel
import ArgumentParser

/// `annals check-proof`.
struct CheckProofCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-proof",
        abstract: "Check the proof of an event; no store is needed.",
        discussion: """
            Prints what is proven: the header alone, which is who, when, what type and which \
            stream, or header and body; and what is not. The key must come from elsewhere than the \
            proof. Exit code 1 if something does not fit, 2 if it cannot be told.
            """)

    @Argument(
        help: ArgumentHelp("The proof, or - for standard input.", valueName: "file"),
        completion: .file())
    var file: String

    @Option(
        help: ArgumentHelp(
            "The log's verifier key, or a file of such; may be repeated.", valueName: "vkey"),
        completion: .file())
    var key: [String]

    @Option(
        help: ArgumentHelp(
            "A witness that must have signed: its verifier key, or a file of such.",
            valueName: "vkey"),
        completion: .file())
    var witness: [String] = []

    @Option(
        help: ArgumentHelp(
            "A file with what the event is said to say, byte for byte.", valueName: "file"),
        completion: .file())
    var body: String?

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let witnesses = try GivenKeys.keys(witness)
        guard let logKeys = try GivenKeys.keys(key) else {
            throw ValidationError("Give --key the log's verifier key.")
        }
        let keys = witnesses.map { logKeys + $0 } ?? logKeys
        let proven = try Self.proven(
            ByteOrderMark.dropped(
                from: try read(file, "the proof", limit: Limits.proofBytesMax)), by: keys)
        if let witnesses { try check(witnesses, proven) }
        if let body { try compare(body, proven) }
        try options.renderer().object(proven)
    }

    private static func proven(
        _ proof: [UInt8], by keys: VerifierKeys
    ) throws -> ProvenEvent {
        do {
            return try ProvenEvent(checking: proof, keys: keys)
        } catch {
            // Nobody that is known signed, so that the proof may be right or not.
            if error.code == .notFound { throw Undecided(reason: error) }
            throw error
        }
    }

    private func read(_ file: String, _ what: String, limit: Int) throws(StoreError) -> [UInt8] {
        try GivenText.bytes(
            file == "-" ? file : "@\(file)", what, limit: limit, besides: try options.path())
    }

    private func check(_ witnesses: VerifierKeys, _ proven: ProvenEvent) throws {
        let signed = Set(proven.witnesses.map(\.name))
        for name in witnesses.names where !signed.contains(name) {
            throw Undecided(
                reason: StoreError(
                    .notFound,
                    "the witness \(name.quotedForMessage) did not cosign the checkpoint of the"
                        + " proof: ask for a proof against one that it cosigned"))
        }
    }

    private func compare(_ file: String, _ proven: ProvenEvent) throws {
        guard let body = proven.body else {
            throw Undecided(
                reason: StoreError(
                    .notFound,
                    "the proof does not show the body, so that it cannot be told whether it is that"
                        + " of \(file.quotedForMessage): ask for a proof made with --with-body"))
        }
        var given = try read(file, "the body", limit: Limits.bodyBytesMax + 1)
        // No body ends with a newline, and most files do.
        if given.last == UInt8(ascii: "\n") { given.removeLast() }
        guard given == body else {
            throw StoreError(
                .corrupt,
                "the body that is proven is not the one in \(file.quotedForMessage): the event at"
                    + " position \(proven.position) said something else",
                position: proven.position)
        }
    }
}
