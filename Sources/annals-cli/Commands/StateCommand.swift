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
            throw try Self.absence(of: name, at: position, in: store)
        }
        try options.renderer().document(.object(document))
    }

    /// Why there is no document: the stream never was, had not begun, had ended, or has facts
    /// alone.
    private static func absence(
        of name: StreamName, at position: Int64, in store: Store
    ) throws(StoreError) -> StoreError {
        let shown = name.description.quotedForMessage
        var query = EventQuery()
        query.stream = name
        guard let first = try store.events(query).next() else {
            return store.unknown(name)
        }
        if first.position > position {
            return StoreError(
                .notFound,
                "\(shown) has no document at position \(position): it begins at "
                    + "\(first.position)")
        }
        query.through = position
        query.isReversed = true
        let events = store.events(query)
        while let event = try events.next() {
            if event.isErased {
                return StoreError(
                    .notFound,
                    "\(shown) has no document at position \(position): the content of its events "
                        + "up to there was erased")
            }
            guard event.change.deleted else { continue }
            return StoreError(
                .notFound,
                "\(shown) has no document at position \(position): the event at position "
                    + "\(event.position) ended it")
        }
        return StoreError(
            .notFound,
            "\(shown) has no document at position \(position): its events say something about "
                + "acts alone, and change no document")
    }
}
