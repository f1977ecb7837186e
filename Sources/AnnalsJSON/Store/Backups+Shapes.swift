package import AnnalsModel

// The JSON of what is said of backups that are read back.

extension ExaminedCheck: JSONResult {
    /// The JSON of one look at a store and what it lives on.
    package static let shape = JSONShape<ExaminedCheck>(
        "Examined check", "One look at a store, or at something it lives on.",
        [
            JSONMember("check", \.name, "What was looked at, in snake_case."),
            JSONMember(
                "state", \.state,
                "`ok`; `note`: nothing is wrong, and somebody should know; or `wrong`."),
            JSONMember("detail", \.detail, "What was found."),
            JSONMember(
                "advice", \.advice, "What to do, in one sentence.",
                null: "if nothing has to be done"),
        ])
}

extension RestoredBackup: JSONResult {
    /// The JSON of a backup that became a store again.
    package static let shape = JSONShape<RestoredBackup>(
        "Restored backup", "A backup that became a store again.",
        [
            JSONMember("from", \.backup, "Path of the backup."),
            JSONMember("store", \.path, "Path of the store."),
            JSONMember(
                "kept", \.kept, "Path of the file that was there before.", null: "if none was"),
            JSONMember("events", \.events, "Number of events in the store now."),
            JSONMember(
                "position", \.position, "Position of the last event that comes from the backup."),
            JSONMember("root", \.root, "Root of the tree in hex at that position."),
            JSONMember("event", \.event, "Position of the event that records it."),
            JSONMember(
                "lost_events", \.lost, "Number of events that only the kept file has.",
                null: "if no file was there, or it cannot be read"),
            JSONMember(
                "lost_after", \.lostAfter, "Position after which these begin in the kept file.",
                null: "if there are none, or it is not known"),
            JSONMember(
                "lost_since", \.lostSince, "When the first of these was recorded.",
                null: "if there are none, or it is not known"),
            JSONMember(
                "erased_again", \.erasedAgain,
                "Number of events that had been erased since, and lost their content again.",
                null: "if no file was there, or it cannot be read"),
        ])
}

extension BackupVerification: JSONResult {
    /// The JSON of a copy that was verified.
    package static let shape = JSONShape<BackupVerification>(
        "Verified copy", "What a copy of a store is, and how it stands to the store.",
        [
            JSONMember("path", \.path, "Path of the copy."),
            JSONMember("store", \.store, "Path of the store."),
            JSONMember(
                "standing", \.standing,
                "`beginning`: a beginning of the store's log, or all of it; `ahead`: it goes on"
                    + " where the store ends; `parted`: both have events that the other has not;"
                    + " `foreign`: it is of another store; `unknown`: the store could not be"
                    + " read."),
            JSONMember("events", \.events, "Number of events in the copy, all verified."),
            JSONMember("root", \.root, "Root of the copy's tree in hex."),
            JSONMember(
                "last_recorded", \.lastRecorded, "When the last event of the copy was recorded.",
                null: "if it has none"),
            JSONMember(
                "common", \.common, "Position up to which both have the same events.",
                null: "if the store is another one, or could not be read"),
            JSONMember(
                "behind", \.behind, "Number of events that the store has after that.",
                null: "if the store is another one, or could not be read"),
            JSONMember(
                "behind_since", \.behindSince, "When the first of these was recorded.",
                null: "if there are none, or it is not known"),
            JSONMember(
                "obstacle", \.obstacle, "Why the store could not be read.",
                absent: "if it could"),
        ])
}
