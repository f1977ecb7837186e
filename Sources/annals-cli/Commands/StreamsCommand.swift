import Annals
import AnnalsJSON
import ArgumentParser

/// `annals streams`.
struct StreamsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "streams",
        abstract: "List streams: number of events, and position of the last.")

    @Option(
        help: ArgumentHelp(
            "Only streams of this one; annals lists the store's own.", valueName: "category"),
        completion: .stored(.categories))
    var category: String?

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let store = try options.openToRead()
        defer { store.close() }
        let rows = try options.renderer().rows(of: StreamSummary.self)
        let streams = store.streams(category: category)
        var isEmpty = true
        while let stream = try streams.next() {
            isEmpty = false
            try rows.write(stream)
        }
        // A category may have no streams yet: only of what looks misspelt there is a word.
        guard isEmpty, let category,
            !store.hint(near: category, among: .categories).isEmpty,
            let note = try UnusedName.note(ofCategory: category, in: store)
        else { return try rows.finish() }
        try rows.finishUnshown()
        Warning.note(note)
    }
}
