package import AnnalsModel

// The JSON of a watch: a line for each thing as it happens, and one at the end.

/// A watch that has caught up with its folder.
package struct WatchBeginning: JSONResult {
    /// Files that the store has.
    package let files: Int
    /// Folders that the store has.
    package let folders: Int

    /// Counts what is watched.
    package init(files: Int, folders: Int) {
        self.files = files
        self.folders = folders
    }

    /// The JSON of a watch that has caught up.
    package static let shape = JSONShape<WatchBeginning>(
        "Watching", "A watch has caught up with its folder.",
        [
            .constant("event", "watching", eventMeaning),
            JSONMember("files", \.files, "Number of files in the folder."),
            JSONMember("folders", \.folders, "Number of folders in it."),
        ])
}

extension WorkspaceWatchReport.FileEvent: JSONResult {
    /// The JSON of a file's event.
    package static let shape = JSONShape<WorkspaceWatchReport.FileEvent>(
        "File event", "A watch has appended an event of a file.",
        [
            JSONMember(
                "event", { $0.change.replacing("-", with: "_") },
                "What happened: `captured`, `moved`, `mode_changed` or `deleted`."),
            JSONMember("path", \.path, pathMeaning),
            JSONMember("position", \.position, "Position of the event."),
            JSONMember("actor", \.actor.name, "Name of who changed the file."),
            JSONMember(
                "size", \.size, "Bytes of the new version.", absent: "if it has none"),
            JSONMember(
                "moved_from", \.movedFrom, "The path that it had before.",
                absent: "if it was not moved"),
        ])
}

/// A finding that a watch tells of.
package struct WatchFinding: JSONResult {
    /// The finding.
    package let finding: WorkspaceFinding

    /// Tells of a finding.
    package init(_ finding: WorkspaceFinding) {
        self.finding = finding
    }

    /// The JSON of a watch's finding.
    package static let shape = JSONShape<WatchFinding>(
        "Watch's finding", "A watch has found something that is not understood or not captured.",
        [.constant("event", "finding", eventMeaning), .all(of: \.finding)])
}

/// A cycle that a watch opened.
package struct WatchCycle: JSONResult {
    /// The receipt of the event that opened it.
    package let receipt: Receipt

    /// Tells of a cycle.
    package init(_ receipt: Receipt) {
        self.receipt = receipt
    }

    /// The JSON of a watch's cycle.
    package static let shape = JSONShape<WatchCycle>(
        "Watch's cycle", "A watch has opened the next cycle.",
        [
            .constant("event", "cycle_opened", eventMeaning),
            JSONMember("cycle", \.receipt.cycle, "Number of the cycle."),
            JSONMember("position", \.receipt.position, "Position of the event that opened it."),
        ])
}

/// The end of a watch, as a line.
package struct WatchEnd: JSONResult {
    /// What it did.
    package let result: WorkspaceWatchResult

    /// Tells what a watch did.
    package init(_ result: WorkspaceWatchResult) {
        self.result = result
    }

    /// The JSON of a watch's last line.
    package static let shape = JSONShape<WatchEnd>(
        "Watch's end", "A watch has ended.",
        [.constant("event", "summary", eventMeaning), .all(of: \.result)])
}

extension WorkspaceWatchResult: JSONResult {
    /// The JSON of a watch as a whole.
    package static let shape = JSONShape<WorkspaceWatchResult>(
        "Watch", "What a watch did: an import with the cycles that it opened.",
        [
            .all(WorkspaceImport.counts, of: \.captured),
            JSONMember("cycles_opened", \.cyclesOpened, "Number of cycles that it opened."),
            JSONMember(
                "written_back", { $0.writesBack ? $0.writtenBack : nil },
                "Number of times that a file was written back.", absent: withoutIt),
            JSONMember(
                "conflicts", { $0.writesBack ? $0.conflicts : nil },
                "Files that could not be written back at the end, and why.", absent: withoutIt),
            JSONMember(
                "not_written", { $0.writesBack ? $0.unwritten : nil },
                "What documents hold and no file can say.", absent: withoutIt),
            .all(WorkspaceImport.lists, of: \.captured),
        ])

    private static let withoutIt = "without `--write-back`"
}

/// A file that a watch wrote back.
package struct WatchWriteBack: JSONResult {
    /// The file.
    package let file: WorkspaceWriteBack.File

    /// Tells of a file.
    package init(_ file: WorkspaceWriteBack.File) {
        self.file = file
    }

    /// The JSON of a file that a watch wrote back.
    package static let shape = JSONShape<WatchWriteBack>(
        "Watch's write-back", "A watch has written what documents hold into a file.",
        [.constant("event", "written_back", eventMeaning), .all(of: \.file)])
}

private let eventMeaning = "What the line is about."
