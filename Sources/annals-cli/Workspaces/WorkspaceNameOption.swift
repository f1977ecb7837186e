import ArgumentParser

/// Which workspace of a store is meant.
struct WorkspaceNameOption: ParsableArguments {
    @Option(
        name: .customLong("as"),
        help: ArgumentHelp(
            "The workspace's name, where a store has several (default: the first, without one).",
            valueName: "name"),
        completion: .stored(.workspaces))
    var name: String?
}
