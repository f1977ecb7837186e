package import AnnalsModel

// The JSON of files that are written back.

extension WorkspaceWriteBack: JSONResult {
    /// The JSON of a write-back.
    package static let shape = JSONShape<WorkspaceWriteBack>(
        "Write-back", "What was written of documents into the files of a folder, or would be.",
        [
            JSONMember("files", \.files, "Files that were written or removed, in order of paths."),
            JSONMember(
                "conflicts", \.conflicts,
                "Files that stay as they are, since they are not as they were captured last."),
            JSONMember("not_written", \.unwritten, "What documents hold and no file can say."),
            JSONMember("events", \.events, "Number of events that were appended."),
            JSONMember("position", \.position, "Position of the last event that counts."),
        ])
}

extension WorkspaceWriteBack.File: JSONResult {
    /// The JSON of a file that is written back.
    package static let shape = JSONShape<WorkspaceWriteBack.File>(
        "File written back", "A file that says what documents hold.",
        [
            JSONMember("path", \.path, "The file."),
            JSONMember(
                "pointers", \.pointers, "The places in it that change; none if it is removed."),
            JSONMember("streams", \.streams, "Streams of the documents that it speaks of."),
            JSONMember("removed", \.isRemoved, "Whether it is removed."),
        ])
}
