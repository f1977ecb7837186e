import Annals
import AnnalsJSON
import ArgumentParser

/// `annals key`.
struct KeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "Make or show the key that signs checkpoints.",
        subcommands: [MakeNew.self, ShowPublic.self])

    /// `annals key new`.
    struct MakeNew: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "new",
            abstract: "Make a private key, and print the verifier key that belongs to it.",
            discussion: """
                The file gets mode 0600 and replaces nothing. Keep it where those who can write \
                the store cannot read it, and give the verifier key to those who are to check.
                """)

        @Argument(
            help: ArgumentHelp("Where the key goes.", valueName: "file"),
            completion: .file())
        var file: String

        @Option(
            help: ArgumentHelp(
                "The log that it signs for (default: the store's origin).", valueName: "origin"))
        var name: String?

        @OptionGroup var options: GlobalOptions

        func run() throws {
            let key = try CheckpointKey.random(name: try name ?? origin())
            try key.write(to: file)
            try options.renderer().verifierKey(key, in: file)
        }

        private func origin() throws(StoreError) -> String {
            let store = try options.openToRead()
            defer { store.close() }
            return try store.identity().origin
        }
    }

    /// `annals key show`.
    struct ShowPublic: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Print the verifier key that belongs to a private key.")

        @Argument(
            help: ArgumentHelp("The file of the private key.", valueName: "file"),
            completion: .file())
        var file: String

        @OptionGroup var options: GlobalOptions

        func run() throws {
            try options.renderer().verifierKey(try CheckpointKey(contentsOf: file), in: file)
        }
    }
}

extension Renderer {
    /// Writes the public part of a key; for people the text alone, to be handed on.
    fileprivate func verifierKey(_ key: CheckpointKey, in file: String) throws {
        guard format == .table else { return try object(KeyFile(path: file, key: key)) }
        try output.writeLine(key.verifierKey)
        try output.flush()
    }
}
