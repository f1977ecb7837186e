package import AnnalsModel

// The JSON of what is left out of a workspace or replaced in it, and of what a store remembers.

extension WorkspaceOmission: JSONResult {
    /// The JSON of a path that is left out.
    package static let shape = JSONShape<WorkspaceOmission>(
        "Omission", "A path that is not captured, on purpose.",
        [
            JSONMember("path", \.path, pathMeaning),
            JSONMember(
                "reason", \.reason,
                "Why: `store`, `git` or `temporary`, which are never captured; `exclude`, "
                    + "`annalsignore`, `gitignore` or `default`, after who leaves it out."),
            JSONMember(
                "pattern", \.pattern, "The pattern that leaves it out.",
                absent: "if it is never captured"),
            JSONMember(
                "file", \.file, "The ignore file that the pattern stands in.",
                absent: "if it is in none"),
        ])
}

extension WorkspacePatternUse: JSONResult {
    /// The JSON of a pattern's count.
    package static let shape = JSONShape<WorkspacePatternUse>(
        "Pattern", "How much of a folder a pattern left out.",
        [
            JSONMember("pattern", \.pattern, "The pattern, as it is written."),
            JSONMember(
                "reason", \.reason,
                "Who leaves it out: `exclude`, `annalsignore`, `gitignore` or `default`."),
            JSONMember(
                "file", \.file, "The ignore file that it stands in.",
                absent: "if it is in none"),
            JSONMember(
                "count", \.count,
                "Number of paths that it left out; a folder counts once, with all that is in it."),
        ])
}

extension WorkspaceRedaction: JSONResult {
    /// The JSON of replaced values.
    package static let shape = JSONShape<WorkspaceRedaction>(
        "Redaction", "Values of one kind that were replaced in a file before it was captured.",
        [
            JSONMember("path", \.path, pathMeaning),
            JSONMember(
                "name", \.name, "Name of the kind: each value is `[redacted:NAME]` now."),
            JSONMember("count", \.count, "Number of values."),
        ])
}

extension WorkspaceDescription: JSONResult {
    /// The JSON of a workspace.
    package static let shape = JSONShape<WorkspaceDescription>(
        "Workspace", "A workspace as the store remembers it.",
        [
            JSONMember(
                "name", \.name, "Its name.", absent: "for the first, which needs none"),
            JSONMember(
                "folder", \.folder, "Absolute path of the folder that it was last captured from.",
                absent: "if that is not recorded"),
            JSONMember(
                "exclude", \.excluding, "Patterns of paths that are left out, as they are matched."
            ),
            JSONMember("gitignore", \.readsGitIgnore, "Whether `.gitignore` files count."),
            JSONMember(
                "default_excludes", \.usesDefaultExcludes,
                "Whether what is left out by default is."),
            JSONMember(
                "redact", \.redactsSecrets,
                "Whether values that look like secrets are replaced before they are stored."),
        ])
}
