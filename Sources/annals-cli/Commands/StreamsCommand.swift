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
        while let stream = try streams.next() { try rows.write(stream) }
        try rows.finish()
    }
}
