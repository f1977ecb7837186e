import Annals
import ArgumentParser

/// `annals config get`.
struct GetConfiguration: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "get",
        abstract: "Show a configuration, or one place in it, as JSON.",
        discussion: "If there is nothing, the exit code is 1.")

    @Argument(
        help: "The key; of a file, its path below config/.",
        completion: .stored(.configurations))
    var key: String

    @Argument(help: "A JSON Pointer to a place in it, like /refresh/every.")
    var pointer: String?

    @OptionGroup var moment: MomentOption
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let place = try pointer.map { text throws(StoreError) in try JSONPointer(text) }
        let moment = try moment.moment() ?? .head
        let store = try options.openToRead()
        defer { store.close() }
        guard let entry = try store.configuration(key, at: moment) else {
            throw StoreError(
                .notFound,
                "there is no configuration \(key.quotedForMessage)"
                    + "\(store.hint(nearConfiguration: key)): list the keys with annals config list"
            )
        }
        let whole = JSONPointer(tokens: [])
        guard let value = entry.value(at: place ?? whole) else {
            let hint = entry.value(at: whole)?.hint(near: place ?? whole) ?? ""
            throw StoreError(
                .notFound,
                "the configuration \(key.quotedForMessage) has nothing at "
                    + "\((pointer ?? "").quotedForMessage)\(hint): show it all with annals config"
                    + " get KEY")
        }
        try options.renderer().document(value)
    }
}
