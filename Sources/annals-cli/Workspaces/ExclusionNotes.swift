import Annals

/// What somebody should know about what a folder's capture leaves out.
enum ExclusionNotes {
    /// Says which patterns that count leave nothing out, and that settings of before count.
    static func say(_ patterns: [WorkspacePatternUse], usesRemembered: Bool = false) {
        if usesRemembered {
            Warning.note(
                "settings of an earlier import of this folder count: annals workspace list shows"
                    + " them")
        }
        for use in patterns where use.count == 0 {
            Warning.say(
                "the pattern \(use.pattern.quotedForMessage) leaves nothing out: is it written from"
                    + " the folder, like config/backup/**?")
        }
    }
}
