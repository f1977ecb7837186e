import Annals
import ArgumentParser
import Foundation

/// Who writes.
struct ActorOptions: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            """
            Who does it, an agent unless --kind says otherwise (default: $ANNALS_ACTOR, else the \
            login name).
            """, valueName: "name"),
        completion: .stored(.actors))
    var by: String?

    @Option(
        help: ArgumentHelp(
            "agent, human, service or system (default: agent; a login name is human).",
            valueName: "kind"),
        completion: .actorKinds)
    var kind: String?

    /// The actor that the options, the environment or the login name.
    ///
    /// - Throws: `invalidName` for an empty name, also one from the environment: a service that
    ///   forgot to set its name must not write under that of its account.
    func actor() throws(StoreError) -> Actor {
        let kind = try kind.map { text throws(StoreError) in try Actor.Kind(text) }
        let given = by == nil ? try Self.nameInEnvironment() : by
        if let name = given {
            return try Actor(name, kind: kind ?? .agent)
        }
        guard let login = Self.loginName() else {
            throw StoreError(
                .invalidName, "this account has no login name: say who does it with --by NAME")
        }
        return try Actor(login, kind: kind ?? .human)
    }

    private static func nameInEnvironment() throws(StoreError) -> String? {
        guard let bytes = getenv("ANNALS_ACTOR") else { return nil }
        guard let name = String(validatingCString: bytes) else {
            throw StoreError(.invalidName, "$ANNALS_ACTOR is not UTF-8: write it as such")
        }
        return name
    }

    private static func loginName() -> String? {
        guard let entry = getpwuid(geteuid()), let name = entry.pointee.pw_name else { return nil }
        return String(cString: name)
    }
}
