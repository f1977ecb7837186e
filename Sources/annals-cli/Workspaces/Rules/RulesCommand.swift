import ArgumentParser

/// `annals workspace rules`.
struct RulesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules",
        abstract: "List, show, add, remove, apply or test sets of rules.",
        discussion: """
            A rule says for which files it speaks, where in them its things are, and what they \
            become: tasks, agents, messages, settings or analyses. Rules are part of the store.
            """,
        subcommands: [
            ListRules.self, ShowRules.self, AddRules.self, RemoveRules.self, ApplyRules.self,
            TestRules.self,
        ],
        defaultSubcommand: ListRules.self)
}
