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
        try store.forEachConfiguration { entry in try rows.write(entry) }
        try rows.finish()
    }
}
