import Annals

/// What somebody should know about files and documents that a rollback takes along, or cannot.
enum RollbackNotes {
    /// Notes of one kind that are written out; the others are counted.
    private static let shown = 20

    /// Says which streams go with which, and what files do not say.
    ///
    /// - Parameter takesFiles: Whether files come along.
    static func say(_ summary: RollbackSummary, takesFiles: Bool) {
        for value in summary.yielded.prefix(shown) {
            let conflict = value.conflict
            let actor = conflict.actor.map { " by \($0.name)" } ?? ""
            Warning.note(
                "\(value.stream)\(conflict.pointer) stays as event \(conflict.outsider)\(actor) "
                    + "wrote it")
        }
        note(Int(summary.conflicts) - shown, "stay as others wrote them")
        for companion in summary.companions.prefix(shown) {
            Warning.note("\(companion.stream) goes with \(companion.with)")
        }
        note(summary.companions.count - shown, "go along")
        for value in summary.unwritten.prefix(shown) {
            Warning.say("\(value.stream)\(value.pointer): \(value.reason)")
        }
        note(summary.unwritten.count - shown, "are in no file")
        if !summary.unwritten.isEmpty, !takesFiles {
            Warning.note("add --files DIR to take the files along")
        } else if !takesFiles, summary.companions.contains(where: isFile) {
            Warning.note("the folder keeps its files: add --files DIR to write them")
        }
    }

    private static func isFile(_ companion: RollbackCompanion) -> Bool {
        StreamName.captureCategories.contains(companion.with.category)
    }

    private static func note(_ more: Int, _ what: String) {
        if more > 0 { Warning.note("\(more) more \(what)") }
    }
}
