import Annals
import ArgumentParser

/// Why something is changed, as part of what, and what is expected of it.
struct ChangeOptions: ParsableArguments {
    @Option(parsing: .unconditional, help: ArgumentHelp("Why.", valueName: "text"))
    var reason: String?

    @OptionGroup var act: ContextOption

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The run or conversation it belongs to.", valueName: "name"),
        completion: .stored(.correlations))
    var correlation: String?

    @Option(help: ArgumentHelp("The event's cycle (default: the current one).", valueName: "n"))
    var cycle: Int64?

    @Option(
        help: ArgumentHelp(
            "Required version of its stream: a number, none, exists or any.", valueName: "version"),
        completion: .stored(.versions))
    var expect: String?

    /// What the event says about the act.
    ///
    /// - Parameter store: Path of the store, which is not read as a context.
    func context(besides store: String) throws(StoreError) -> JSONObject {
        try act.object(besides: store)
    }

    /// The version that is expected, `any` unless one is given.
    func expected() throws(StoreError) -> ExpectedVersion {
        try expect.map { text throws(StoreError) in try ExpectedVersion(text) } ?? .any
    }
}
