import AnnalsModel
import Foundation

// What the store's own events say of how it is kept.

extension ExaminedStore {
    /// The last of the store's own events with a verb.
    private func last(_ verb: String, _ reader: LogReader) throws(StoreError) -> Event? {
        let events = EventTable(reader.statements)
        let type = "\(StreamName.ownCategory).\(verb)"
        guard let position = try events.lastPosition(ofType: type) else { return nil }
        return try reader.event(at: position)
    }

    /// How old the last backup is that the store knows of.
    func lastBackup() -> [ExaminedCheck] {
        reading("last_backup") { reader in
            guard let event = try last("backup-made", reader) else {
                return ExaminedCheck(
                    "last_backup", .note, "the store knows of none", remedy: .backUp)
            }
            let age = now.microseconds - event.recordedAt.microseconds
            let path = event.change.data["path"]?.asString ?? ""
            let words = "\(path.terminalSafe), \(Age.words(age)) ago"
            guard age <= Limits.backupAgeMax else {
                return ExaminedCheck("last_backup", .note, words, remedy: .backUp)
            }
            // A path that is not absolute was told from a folder that is not known.
            guard !path.hasPrefix("/") || System.isThere(path) else {
                return ExaminedCheck(
                    "last_backup", .note, "\(words), and nothing is there now", remedy: .backUp)
            }
            guard path.hasPrefix("/"), let made = event.change.data["bytes"]?.asInt64,
                LogReader.bytes(ofFile: path) < made
            else { return ExaminedCheck("last_backup", .ok, words) }
            return ExaminedCheck(
                "last_backup", .note, "\(words), and it has fewer bytes than it had then",
                remedy: .verifyBackup(path))
        }
    }

    /// How far the last signed checkpoint reaches.
    func lastCheckpoint() -> [ExaminedCheck] {
        reading("last_checkpoint") { reader in
            guard let event = try last(Administration.checkpointSigned, reader) else {
                let hasKey = environment["ANNALS_KEY"]?.isEmpty == false
                return ExaminedCheck(
                    "last_checkpoint", hasKey ? .note : .ok, "none was ever signed",
                    remedy: hasKey ? .signCheckpoint : nil)
            }
            let age = Age.words(now.microseconds - event.recordedAt.microseconds)
            let size = event.change.data["size"]?.asInt64 ?? 0
            return ExaminedCheck("last_checkpoint", .ok, "of \(size) events, \(age) ago")
        }
    }

    /// Events that tables could not take.
    func projections() -> [ExaminedCheck] {
        reading("projections") { reader in
            let count = try FailureTable(reader.statements).count()
            guard count > 0 else {
                return ExaminedCheck("projections", .ok, "no event was refused")
            }
            return ExaminedCheck(
                "projections", .note, "\(count) events were refused", remedy: .listRefused)
        }
    }

    /// Steps of erasures that are left.
    func erasures() -> [ExaminedCheck] {
        reading("erasures") { reader in
            guard try ErasureState(reader).isUnfinished else {
                return ExaminedCheck("erasures", .ok, "nothing is left to be done")
            }
            return ExaminedCheck(
                "erasures", .wrong, "the bytes of what was erased may still be in the file",
                remedy: .finishErasure)
        }
    }

    /// Whether somebody goes on capturing the folders that were imported.
    func watching() -> [ExaminedCheck] {
        reading("watching") { reader in
            let stream = try StreamName(category: StreamName.ownCategory, id: "workspaces")
            let known = try reader.document(of: stream, at: try reader.head()) ?? JSONObject()
            let folders = known.compactMap { $1.asObject?["folder"]?.asString }
            let hasFiles = try EventTable(reader.statements).hasEvent(
                after: 0, ofCategories: ["file"])
            guard hasFiles || !folders.isEmpty else {
                return ExaminedCheck("watching", .ok, "no folder was imported")
            }
            let watchers = users.filter { $0.command.contains(" watch") }
            guard watchers.isEmpty else {
                return ExaminedCheck("watching", .ok, OpenProcess.list(watchers))
            }
            let shown = folders.prefix(Limits.examinedNamesMax).map(\.terminalSafe)
            let what = shown.isEmpty ? "the imported files" : shown.joined(separator: ", ")
            return ExaminedCheck(
                "watching", .note, "nobody captures what changes in \(what)",
                remedy: .watchFolder(folders.first ?? "DIR"))
        }
    }
}
