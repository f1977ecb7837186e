package import AnnalsModel

// The JSON of rollbacks and restores.

extension RollbackStep: JSONResult {
    /// The JSON of a step.
    package static let shape = JSONShape<RollbackStep>(
        "Rollback step", "What a rollback does to one stream.",
        [
            JSONMember("stream", \.stream, "The stream."),
            JSONMember("events", \.events, "Number of its events that are taken back."),
            JSONMember("change", \.word, "What becomes of the document."),
            JSONMember(
                "values", { $0.change.data.count + $0.change.unset.count },
                "Number of members that are set or taken away."),
            JSONMember(
                "conflicts", { $0.conflicts.map(\.pointer) },
                "Places that stay as somebody outside the scope wrote them."),
            JSONMember(
                "with", \.goesWith,
                "The stream that it goes with: a file with what it says, or the other way round.",
                absent: "where the scope names it itself, and in tables and CSV"),
        ])

    /// Members of rows that are no columns.
    package static let uncolumned: Set<String> = ["with"]

    /// What becomes of a document.
    enum Word: String, JSONWords {
        case change, delete, recreate, none
    }

    private var word: Word {
        if recreates { return .recreate }
        if change.deleted { return .delete }
        return isNeeded ? .change : .none
    }
}

/// What a rollback does to one stream, and to the file that it is the history of.
package struct RollbackFileStep: JSONResult {
    /// The stream.
    package let step: RollbackStep
    /// The file; nil for a stream that is no file's.
    package let file: WorkspaceRollback.Action?

    /// Says what becomes of the file of a step.
    package init(step: RollbackStep, file: WorkspaceRollback.Action?) {
        self.step = step
        self.file = file
    }

    /// The JSON of a step with its file.
    package static let shape = JSONShape<RollbackFileStep>(
        "Rollback step with files", "What a rollback does to one stream and to its file.",
        [
            .all(of: \.step),
            JSONMember(
                "file", \.file, "What becomes of the file.",
                null: "for a stream that is no file's"),
        ])
}

extension RollbackSummary: JSONResult {
    /// The JSON of a rollback.
    package static let shape = JSONShape<RollbackSummary>(
        "Rollback", "What a rollback did as a whole.",
        [
            JSONMember("to", \.to, "The position whose state comes back."),
            JSONMember("head", \.head, "Position of the last event before the rollback."),
            JSONMember("events", \.events, "Number of events in the scope after `to`."),
            JSONMember("streams", \.streams, "Number of streams that have such events."),
            JSONMember("changed", \.changed, "Number of streams whose documents change."),
            JSONMember("deleted", \.deleted, "Number of changed streams whose documents end."),
            JSONMember(
                "recreated", \.recreated, "Number of changed streams whose documents come back."),
            JSONMember(
                "conflicts", \.conflicts,
                "Number of values that stay as somebody outside the scope wrote them."),
            JSONMember(
                "yielded", { $0.yielded.isEmpty ? nil : $0.yielded },
                "The first 1,000 of these values, and the events that they stay as.",
                absent: "if there is none"),
            JSONMember(
                "failures", \.failures,
                "Number of rows that projections refused, which stay as they were."),
            JSONMember(
                "erased", { $0.erased > 0 ? $0.erased : nil },
                "Number of erased events of these streams, of which nothing comes back.",
                absent: "if there is none"),
            JSONMember(
                "companions", { $0.companions.isEmpty ? nil : $0.companions },
                "Streams that the scope does not name and that go with one that it names.",
                absent: "if there is none"),
            JSONMember(
                "not_written", { $0.unwritten.isEmpty ? nil : $0.unwritten },
                "What documents hold now and captured files that speak of it do not say.",
                absent: "if there is nothing"),
            JSONMember(
                "tag", \.tag, "Name of the tag at the point before.", absent: nothing),
            JSONMember(
                "correlation", \.correlation, "Correlation of the appended events.",
                absent: nothing),
            JSONMember(
                "position", \.position, "Position of the summary event.", absent: nothing),
        ])

    private static let nothing = "if there was nothing to do"
}

extension RollbackYield: JSONResult {
    /// The JSON of a value that stays.
    package static let shape = JSONShape<RollbackYield>(
        "Yielded value", "A value that a rollback leaves as somebody outside the scope wrote it.",
        [
            JSONMember("stream", \.stream, "The stream."),
            JSONMember("pointer", \.conflict.pointer, "Its place in the document."),
            JSONMember("event", \.conflict.outsider, "Position of the event that wrote it last."),
            JSONMember(
                "actor", { $0.conflict.actor?.name }, "Who did that.",
                absent: "if it is not known"),
        ])
}

extension RollbackCompanion: JSONResult {
    /// The JSON of a companion.
    package static let shape = JSONShape<RollbackCompanion>(
        "Rollback companion", "A stream that takes part in a rollback with another one.",
        [
            JSONMember("stream", \.stream, "The stream."),
            JSONMember("with", \.with, "The stream that it goes with."),
        ])
}

extension WorkspaceRollback: JSONResult {
    /// The JSON of a rollback with files.
    package static let shape = JSONShape<WorkspaceRollback>(
        "Rollback with files", "What a rollback did to documents and to the files of a folder.",
        [
            .all(of: \.summary),
            JSONMember("written", \.written, "Paths of files that were written, in order."),
            JSONMember("removed", \.removed, "Paths of files that were removed, in order."),
            JSONMember(
                "removed_folders", \.removedFolders,
                "Paths of folders that were removed because nothing was left in them."),
            JSONMember("same", \.same, "Number of files that were as they should be."),
            JSONMember(
                "modes_reduced", \.reducedModes,
                "Files and folders that have not all permissions that were captured."),
            JSONMember(
                "refused", \.refused, "Files that could not be written or removed, and why."),
        ])
}

extension RestoredStore: JSONResult {
    /// The JSON of a restored store.
    package static let shape = JSONShape<RestoredStore>(
        "Restored store", "A store that was made from the beginning of another one.",
        [
            JSONMember("path", \.path, "Path of its file."),
            JSONMember("position", \.position, "Position of its last event."),
            JSONMember("origin", \.origin, "Name of its log in checkpoints."),
            JSONMember(
                "root", \.root,
                "Root of its tree in hex: that of the old store at this position."),
        ])
}
