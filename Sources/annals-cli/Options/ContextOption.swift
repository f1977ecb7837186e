import Annals
import ArgumentParser

/// What an event says about the act and not about the thing.
struct ContextOption: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Object about the act, kept apart; JSON, @FILE or -.", valueName: "json"))
    var context: String?

    /// Whether standard input is the context.
    var isStandardInput: Bool { context == "-" }

    /// The context; empty if none was given.
    ///
    /// - Parameter store: Path of the store, which is not read as a context.
    func object(besides store: String) throws(StoreError) -> JSONObject {
        guard let context else { return [:] }
        return try GivenText.object(
            context, "context", besides: store, like: "{\"session\":\"abc\"}")
    }

    /// Refuses what would read standard input twice.
    ///
    /// - Parameters:
    ///   - other: Another argument that may be read from there.
    ///   - name: What that is.
    /// - Throws: A usage error if both are `-`.
    func check(besides other: String?, _ name: String) throws {
        guard !isStandardInput || other != "-" else {
            throw ValidationError("Standard input is \(name) or --context, not both.")
        }
    }
}
