import Annals
import AnnalsJSON
import ArgumentParser

/// `annals search-index`.
struct SearchIndexCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search-index",
        abstract: "List, add or remove indexes that make searches fast.",
        discussion: """
            An index is a file beside the store that follows from the events. A search finds the \
            same with and without it.
            """,
        subcommands: [ListSearchIndexes.self, AddSearchIndex.self, RemoveSearchIndex.self],
        defaultSubcommand: ListSearchIndexes.self)
}

/// `annals search-index list`.
struct ListSearchIndexes: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the indexes: what they find, how far they go, what they take.")

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let store = try options.openToRead()
        defer { store.close() }
        let rows = try options.renderer().rows(of: SearchIndex.self)
        for index in try store.searchIndexes() { try rows.write(index) }
        try rows.finish()
    }
}

/// `annals search-index add`.
struct AddSearchIndex: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Make an index over the text of all events, or bring one up to date.",
        discussion: """
            It takes about as many bytes as the text itself. Searches keep it up to date; after \
            many events at once, and after Ctrl-C, this command continues.
            """)

    @Argument(
        help: ArgumentHelp(
            "trigrams, for any text (log --search), or words (log --match).", valueName: "kind"))
    var kind: GivenIndexKind = .trigrams

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let store = try options.openToRead()
        defer { store.close() }
        Interruption.watch()
        let meter = ProgressMeter("Indexing", unit: "events", total: try store.head())
        defer { meter.finish() }
        let index = try store.addSearchIndex(kind.kind, run: .shown(on: meter))
        meter.finish()
        try options.renderer().object(index)
    }
}

/// `annals search-index remove`.
struct RemoveSearchIndex: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Remove an index; searches find the same without it.")

    @Argument(help: ArgumentHelp("trigrams or words.", valueName: "kind"))
    var kind: GivenIndexKind = .trigrams

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let store = try options.openToRead()
        defer { store.close() }
        try options.renderer().object(try store.removeSearchIndex(kind.kind))
    }
}

/// What an index finds, as it is given.
enum GivenIndexKind: String, CaseIterable, Sendable, ExpressibleByArgument {
    /// Any text.
    case trigrams
    /// Words.
    case words

    /// The same for the library.
    var kind: SearchIndexKind {
        switch self {
        case .trigrams: .trigrams
        case .words: .words
        }
    }
}
