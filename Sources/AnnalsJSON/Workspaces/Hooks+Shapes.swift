package import AnnalsModel

// The JSON of agents' hooks.

extension HookDrain: JSONResult {
    /// The JSON of what became of calls that waited.
    package static let shape = JSONShape<HookDrain>(
        "Drained hooks", "What became of the calls of hooks that waited for the store.",
        [
            JSONMember("stored", \.stored, "Number of calls that are events now."),
            JSONMember("known", \.known, "Number of calls that were events before."),
            JSONMember(
                "refused", \.refused,
                "Number of calls that are put aside, since no store takes them."),
        ])
}

extension HookSettingsChange: JSONResult {
    /// The JSON of a change of settings.
    package static let shape = JSONShape<HookSettingsChange>(
        "Hook settings", "A change of the file in which a program is told which hooks to call.",
        [
            JSONMember("hook", \.hook, "The program: `claude-code`, `codex` or `cursor`."),
            JSONMember("path", \.path, "Path of the file."),
            JSONMember("changed", \.isChange, "Whether anything changes."),
            JSONMember("written", \.isWritten, "Whether the file was written."),
            JSONMember("before", \.before, "The text of the file.", absent: "if there is none"),
            JSONMember("after", \.after, "The text that it has with the change."),
        ])
}
