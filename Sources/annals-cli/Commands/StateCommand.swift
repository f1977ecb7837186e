import Annals
import ArgumentParser

/// `annals state`.
struct StateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "state",
        abstract: "Show the document of a stream as JSON.",
        discussion: """
            The document is the fold of all events of the stream, now or at any earlier moment. \
            If there is none, the exit code is 1.
            """)

    @Argument(
        help: ArgumentHelp("The stream, like task/DB_002.", valueName: "stream"),
        completion: .stored(.streams))
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
            throw try store.absence(of: name, at: position)
        }
        try options.renderer().document(.object(document))
    }
}
