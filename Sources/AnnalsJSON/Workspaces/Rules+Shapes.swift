package import AnnalsModel

// The JSON of the rules by which files are read.

extension WorkspaceRules: JSONResult {
    /// The JSON of a set of rules.
    package static let shape = JSONShape<WorkspaceRules>(
        "Set of rules", "A set of rules by which the files of workspaces are read.",
        [
            JSONMember("set", \.name, "Its name."),
            JSONMember(
                "built_in", \.isBuiltIn, "Whether it comes with Annals, and is not the store's own."
            ),
            JSONMember("about", \.about, "What layout of files it is for."),
            JSONMember(
                "rules", \.rules, "Names of its rules, in the order in which they are asked."),
            JSONMember("text", \.text, "The text of its rule file, byte for byte."),
        ])
}

extension WorkspaceRulesChange: JSONResult {
    /// The JSON of a change of rules.
    package static let shape = JSONShape<WorkspaceRulesChange>(
        "Change of rules", "What a change of rules did, or would do, to documents.",
        [
            JSONMember("set", \.name, "Name of the set."),
            JSONMember(
                "created", \.created, "Documents that the captured files make now, by category."),
            JSONMember(
                "changed", \.changed,
                "Documents of which the files say something else now, by category."),
            JSONMember(
                "withdrawn", \.withdrawn,
                "Documents that the files no longer speak of, by category."),
            JSONMember("events", \.events, "Number of events that were appended."),
            JSONMember("head", \.head, "Position of the last of them; 0 if there are none."),
        ])
}

extension WorkspaceFileExplanation: JSONResult {
    /// The JSON of a file that is explained.
    package static let shape = JSONShape<WorkspaceFileExplanation>(
        "Explained file", "What the rules make of a file, and why no more.",
        [
            JSONMember("path", \.path, pathMeaning),
            JSONMember(
                "documents", \.documents, "The documents that the file speaks of, in its order."),
            JSONMember("steps", \.steps, "The rules that were asked, in order."),
            JSONMember(
                "looks_like", \.resembles,
                "The category that it looks like although no rule makes anything of it.",
                absent: "if there is none"),
            JSONMember(
                "not_understood", \.findings.misunderstandings, "What was not understood."),
            JSONMember(
                "secrets", { $0.findings.secrets.isEmpty ? nil : $0.findings.secrets },
                "Values that look like keys, tokens or passwords; never the values.",
                absent: "if there is none"),
        ])
}

extension WorkspaceFileExplanation.Step: JSONResult {
    /// The JSON of a rule that was asked.
    package static let shape = JSONShape<WorkspaceFileExplanation.Step>(
        "Asked rule", "A rule that was asked about a file.",
        [
            JSONMember("set", \.set, "The set of rules."),
            JSONMember("rule", \.rule, "The rule in it."),
            JSONMember("outcome", \.outcome, "`read`, or why it was not."),
            JSONMember("made", \.made, "Number of things that it found in the file."),
        ])
}
