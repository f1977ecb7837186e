package import AnnalsModel

// The JSON of imports, comparisons and exports: counts first, lists after them.

extension WorkspaceImport: JSONResult {
    /// The JSON of an import.
    package static let shape = JSONShape<WorkspaceImport>(
        "Import", "What an import of a workspace did, or would do.", counts + lists)

    static let counts: [JSONMember<WorkspaceImport>] = [
        JSONMember("captured", \.captured, "Number of files with a new version."),
        JSONMember("bytes", \.bytes, "Bytes of these versions."),
        JSONMember("unchanged", \.unchanged, "Number of files that are as the store has them."),
        JSONMember("moved", \.moved, "Number of files that are at another path now."),
        JSONMember("deleted", \.deleted, "Number of files that are gone."),
        JSONMember(
            "mode_changed", \.modeChanged, "Number of files of which only the permissions changed."
        ),
        JSONMember(
            "documents_changed", \.documentsChanged,
            "Documents that the changed files made, changed or took back, by category."),
        JSONMember(
            "understood", \.understood,
            "Documents that all files together speak of now, by category."),
        JSONMember(
            "unread", \.unread,
            "Files that look like something although no rule makes anything of them, by category."),
        JSONMember("events", \.events, "Number of events that were appended."),
    ]

    static let lists: [JSONMember<WorkspaceImport>] = [
        JSONMember("head", \.head, "Position of the last event in the log."),
        JSONMember(
            "not_understood", \.findings.misunderstandings,
            "What was not understood or not captured, by path."),
        JSONMember(
            "secrets", { $0.findings.secrets.isEmpty ? nil : $0.findings.secrets },
            "Values that look like keys, tokens or passwords and were captured as they are, by"
                + " path; never the values.", absent: "if there is none"),
        JSONMember("left_out", \.omissions, "Paths that were left out on purpose."),
        JSONMember(
            "not_understood_before", \.findingsBefore,
            "Number of findings about captured files that were there before and are not listed."),
        JSONMember("patterns", \.patterns, "How much each pattern left out."),
        JSONMember(
            "settings_remembered", \.usesRememberedSettings,
            "Whether settings of an earlier capture of the workspace were used."),
        JSONMember(
            "redacted", \.redactions, "What was replaced in files with a new version, by path."),
    ]
}

extension WorkspaceComparison: JSONResult {
    /// The JSON of a comparison.
    package static let shape = JSONShape<WorkspaceComparison>(
        "Comparison", "How a folder differs from the files that the store has.",
        [
            JSONMember(
                "is_same", \.isSame,
                "Whether nothing differs of what is captured, and all of it could be read."),
            JSONMember(
                "same", \.same,
                "Number of files that are the same, byte for byte and in their permissions."),
            JSONMember(
                "position", \.position, "The position that the folder was compared with."),
            JSONMember("differences", \.differences, "Files and folders that differ, by path."),
            JSONMember("not_compared", \.findings, "What could not be compared."),
            JSONMember("left_out", \.omissions, "Paths that were left out on purpose."),
            JSONMember("patterns", \.patterns, "How much each pattern left out."),
        ])
}

extension WorkspaceComparison.Difference: JSONResult {
    /// The JSON of a difference.
    package static let shape = JSONShape<WorkspaceComparison.Difference>(
        "File difference", "A file or folder that is not as the store has it.",
        [
            JSONMember("path", \.path, pathMeaning),
            JSONMember("kind", \.kind, "How it differs: `extra` is in the folder alone."),
        ])
}

extension WorkspaceExportResult: JSONResult {
    /// The JSON of an export.
    package static let shape = JSONShape<WorkspaceExportResult>(
        "Export", "What an export of a workspace wrote.",
        [
            JSONMember("files", \.files, "Number of files that were written."),
            JSONMember("bytes", \.bytes, "Their bytes."),
            JSONMember("links", \.links, "Number of symbolic links that were written."),
            JSONMember("folders", \.folders, "Number of folders that were made."),
            JSONMember("position", \.position, "The position that was exported."),
            JSONMember(
                "rendered", \.rendered,
                "Files that differ from their captured version, because documents changed since."),
            JSONMember(
                "left_out", \.leftOut,
                "Files that were not written, because their documents were deleted since."),
            JSONMember(
                "not_written", \.unwritten,
                "What the written files do not say of documents as the store holds them."),
            JSONMember(
                "modes_reduced", \.reducedModes,
                "Files and folders that have not all permissions that were captured."),
            JSONMember("refused", \.refused, "Files that could not be written, and why."),
            JSONMember(
                "redacted", \.redacted,
                "Files that hold `[redacted:NAME]` where values were replaced before the capture."),
        ])
}

extension WorkspaceExportResult.Rendered: JSONResult {
    /// The JSON of a rendered file.
    package static let shape = JSONShape<WorkspaceExportResult.Rendered>(
        "Rendered file", "A file that says what documents hold now.",
        [
            JSONMember("path", \.path, pathMeaning),
            JSONMember("pointers", \.pointers, "JSON Pointers to the places in it that changed."),
        ])
}

extension WorkspaceExportResult.LeftOut: JSONResult {
    /// The JSON of a file that was not written.
    package static let shape = JSONShape<WorkspaceExportResult.LeftOut>(
        "File left out", "A file that was not written, because its document was deleted since.",
        [
            JSONMember("path", \.path, pathMeaning),
            JSONMember("stream", \.stream, "Name of the document's stream."),
        ])
}

extension WorkspaceExportResult.Unwritten: JSONResult {
    /// The JSON of a value that is in no file.
    package static let shape = JSONShape<WorkspaceExportResult.Unwritten>(
        "Unwritten value", "A value of a document that no file could be made to say.",
        [
            JSONMember("stream", \.stream, "Name of the document's stream."),
            JSONMember(
                "pointer", \.pointer, "The place in the document; empty where it is all of it."),
            JSONMember("reason", \.reason, "Why."),
        ])
}

extension WorkspaceFinding: JSONResult {
    /// The JSON of a finding.
    package static let shape = JSONShape<WorkspaceFinding>(
        "Finding",
        "Something about a file that was not understood, or not captured, or looks like a secret.",
        [
            JSONMember("kind", \.kind, "What sort of finding it is."),
            JSONMember("path", \.path, pathMeaning),
            JSONMember("line", \.line, "Line in the file, from 1.", absent: whole),
            JSONMember(
                "column", \.column, "Column in the line, from 1, in Unicode scalars.",
                absent: whole),
            JSONMember("message", \.message, "One sentence: what is there, and what that means."),
        ])

    private static let whole = "if it is about no one place"
}

extension WorkspaceReducedMode: JSONResult {
    /// The JSON of permissions.
    package static let shape = JSONShape<WorkspaceReducedMode>(
        "Reduced permissions", "Permissions that are not those that were captured.",
        [
            JSONMember("path", \.path, pathMeaning),
            JSONMember("mode", \.mode, "The captured mode: four octal digits, such as `4755`."),
            JSONMember("written", \.written, "The mode that it has now, in the same form."),
            JSONMember("reason", \.reason, "Why."),
        ])
}

extension [WorkspaceFinding] {
    /// Values that look like secrets.
    var secrets: [WorkspaceFinding] { filter { $0.kind == .secret } }

    /// What is not understood, or not captured.
    var misunderstandings: [WorkspaceFinding] { filter { $0.kind != .secret } }
}

let pathMeaning = "The path, as in its stream `file/<path>`."
