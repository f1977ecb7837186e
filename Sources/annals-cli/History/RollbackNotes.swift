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
        if takesFiles {
            sayUnwritten(summary.unwritten)
        } else if !summary.unwritten.isEmpty {
            let (isOne, places) = (summary.unwritten.count == 1, places(of: summary.unwritten))
            let what = isOne ? "1 value is" : "\(summary.unwritten.count) values are"
            Warning.say(
                "\(what) not what the captured files say, since a rollback changes documents and no"
                    + " files: \(places); add --files DIR to bring back the files too")
        } else if !takesFiles, summary.companions.contains(where: isFile) {
            Warning.note("the folder keeps its files: add --files DIR to write them")
        }
    }

    /// Says what no file can be made to say: once for each reason.
    private static func sayUnwritten(_ values: [WorkspaceExportResult.Unwritten]) {
        var reasons: [String] = []
        for value in values where !reasons.contains(value.reason) { reasons.append(value.reason) }
        for reason in reasons.prefix(shown) {
            Warning.say("\(places(of: values.filter { $0.reason == reason })): \(reason)")
        }
        note(reasons.count - shown, "reasons why values are in no file")
    }

    /// The first places of some values, and how many there are besides.
    private static func places(of values: [WorkspaceExportResult.Unwritten]) -> String {
        let first = values.prefix(placesShown).map { "\($0.stream)\($0.pointer)" }
        let more = values.count - first.count
        return first.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
    }

    /// Places that one sentence names.
    private static let placesShown = 3

    private static func isFile(_ companion: RollbackCompanion) -> Bool {
        StreamName.captureCategories.contains(companion.with.category)
    }

    private static func note(_ more: Int, _ what: String) {
        if more > 0 { Warning.note("\(more) more \(what)") }
    }
}
