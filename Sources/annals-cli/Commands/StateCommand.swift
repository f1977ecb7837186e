import Annals
import ArgumentParser

/// `annals state`.
struct StateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "state",
        abstract: "Show the document of a stream as JSON.",
        discussion: """
            The document is what all changes of the stream make together, now or at any moment \
            before. Where there is none, the exit code is 1.
            """)

    @Argument(help: ArgumentHelp("The stream, like task/DB_002.", valueName: "stream"))
    var stream: String

    @OptionGroup var moment: MomentOption
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let name = try StreamName(stream)
        let moment = try moment.moment() ?? .head
        let store = try options.openToRead()
        defer { store.close() }
        let position = try store.position(of: moment)
        guard let document = try store.document(name, at: .position(position)) else {
            throw StoreError(
                .notFound,
                "\(name.description.quotedForMessage) has no document at position \(position): "
                    + "see what happened to it with annals log --stream")
        }
        try options.renderer().document(.object(document))
    }
}
