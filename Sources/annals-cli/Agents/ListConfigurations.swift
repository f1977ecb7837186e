import Annals
import AnnalsJSON
import ArgumentParser

/// `annals config list`.
struct ListConfigurations: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List every configuration, by key.")

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let store = try options.openToRead()
        defer { store.close() }
        let rows = try options.renderer().rows(of: ConfigurationEntry.self)
        let streams = store.streams(category: ConfigurationEntry.category)
        while let stream = try streams.next() {
            // One that was deleted has a stream and no document.
            guard let entry = try store.configuration(stream.name.id) else { continue }
            try rows.write(entry)
        }
        try rows.finish()
    }
}
