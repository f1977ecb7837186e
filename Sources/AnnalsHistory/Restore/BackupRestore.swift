import AnnalsIntegrity
import AnnalsLog
package import AnnalsModel
import AnnalsProjections
import Foundation

/// A backup becomes a store again.
///
/// The backup is copied to a draft beside the store, and the copy is verified. Then, under the lock
/// of those who write to the store, it is looked at what the store has that the backup has not,
/// what was erased there is erased in the draft, and the draft takes the store's place.
package struct BackupRestore {
    /// The backup.
    let backup: String
    /// Where the store is, or will be.
    let path: String
    /// Whether the store may lose events, or not be known to be the one that the backup is of.
    let goesBack: Bool
    /// Who restores.
    let actor: Actor

    /// Names a backup and a store.
    package init(from backup: String, to path: String, goingBack goesBack: Bool, by actor: Actor) {
        self.backup = backup
        self.path = path
        self.goesBack = goesBack
        self.actor = actor
    }

    /// Restores.
    ///
    /// - Parameter progress: Gets the share that is done, 0 to 1.
    /// - Throws: `invalidArgument` if the backup is the store itself; `notAStore`, `corrupt`,
    ///   `unsupported` for what is no whole backup; `storeExists` if the store is another one, or
    ///   has events that would be lost; `busy`, `io`; what the closure throws. Nothing was changed
    ///   then.
    package func run(progress: (Double) throws -> Void) throws -> RestoredBackup {
        try OpenStores.checkInput(backup, besides: path)
        let (source, bytes) = try open()
        let store: StorePath?
        do {
            defer { source.close() }
            store = try existing()
            if let store { _ = try OldStore(store).standing(to: source, self) }
        }
        try StoreDraft.checkRoom(for: bytes, beside: store?.file ?? path)
        let draft =
            if let store { try StoreDraft(beside: store) } else { try StoreDraft(for: path) }
        try draft.fill(from: backup) { try progress($0 / 2) }
        var result = try verified(draft) { try progress(0.5 + $0 / 2) }
        // Before anybody has to wait for it.
        try repair(draft, &result)
        guard let store else {
            result.note(event: try finish(draft, &result, nil))
            try draft.keep()
            return result
        }
        let replacement = try StoreReplacement(of: store)
        let old = try OldStore(store, emptying: replacement)
        result.note(kept: replacement.chooseName(isWhole: old.isWhole))
        let copy = try EventLog(copyAt: draft.path)
        let standing: OldStore.Standing
        do {
            defer { copy.close() }
            standing = try old.standing(to: copy, self)
        }
        result.note(event: try finish(draft, &result, standing))
        try replacement.replace(by: draft, isWhole: old.isWhole)
        return result
    }

    /// Looks at the backup, and how many bytes it has.
    private func open() throws(StoreError) -> (EventLog, bytes: Int64) {
        let log = try EventLog(copyAt: backup)
        return (log, LogReader.bytes(ofFile: log.file.file))
    }

    /// The store at the path; nil where nothing is.
    private func existing() throws(StoreError) -> StorePath? {
        do {
            return try StorePath(path)
        } catch  where error.code == .storeMissing {
            return nil
        }
    }

    /// Verifies the copy of the backup.
    private func verified(
        _ draft: StoreDraft, _ progress: (Double) throws -> Void
    ) throws -> RestoredBackup {
        let log = try EventLog(copyAt: draft.path)
        defer { log.close() }
        let events = try log.verifyWhole(
            progress: { done, total in try progress(Double(done) / Double(max(1, total))) },
            { words in
                "the backup \(backup.terminalSafe) is damaged, \(words): take another one; nothing"
                    + " was changed"
            })
        let root = try log.read { reader in
            try TreeTable(reader.statements).head().frontier.root.hex
        }
        return RestoredBackup(backup: backup, path: path, position: events, root: root)
    }

    /// Erases in the draft what the store had erased, lets those in alone whom it let in, and says
    /// in the draft where it comes from.
    ///
    /// - Parameter standing: How the old store stands to it; nil if there is none.
    /// - Returns: Position of the event that says so.
    private func finish(
        _ draft: StoreDraft, _ result: inout RestoredBackup, _ standing: OldStore.Standing?
    ) throws -> Int64 {
        let log = try EventLog(path: draft.path, mode: .readWrite) { InlineProjections() }
        defer { log.close() }
        if let comparison = standing?.comparison {
            result.note(lost: comparison.lost, after: comparison.common, since: comparison.since)
        }
        if let later = standing?.later {
            result.note(erasedAgain: try log.eraseAgain(later))
            var summary = ErasureSummary()
            try History(log: log).finishErasures(&summary, by: actor, ProjectionStore.Watch())
            if let said = later.retention {
                _ = try log.setRetention(said.period, by: said.actor, reason: said.reason)
            }
        }
        try standing?.access?.bring(to: log, by: actor)
        let receipt = try log.append([try statement(result, standing)], .administration)
        // What comes after this is in the draft's file alone.
        try log.emptyLog()
        return receipt[0].position
    }

    /// Writes again what follows from the events of the draft, where it is not what they make: a
    /// backup of which only the log is whole becomes a whole store.
    private func repair(_ draft: StoreDraft, _ result: inout RestoredBackup) throws {
        let log = try EventLog(path: draft.path, mode: .readWrite) { InlineProjections() }
        defer { log.close() }
        do {
            let repair = try Repair(of: log).run(applying: true)
            result.note(repaired: repair.findings)
        } catch let error as StoreError where error.code == .corrupt {
            // The events are whole: a store that says what is wrong beats none.
            result.noteOtherDamage()
        }
        try log.emptyLog()
    }

    /// The event that says where the store comes from.
    private func statement(
        _ result: RestoredBackup, _ standing: OldStore.Standing?
    ) throws(StoreError) -> NewEvent {
        var data: JSONObject = [
            "path": .string(backup), "position": .number(JSONNumber(result.position)),
            "root": .string(result.root),
        ]
        if let kept = result.kept { data["kept"] = .string(kept) }
        if let head = standing?.head {
            data["kept_position"] = .number(JSONNumber(head))
        }
        if let lost = result.lost { data["lost"] = .number(JSONNumber(lost)) }
        // What only the old store knew, for the backup that takes this one's place.
        if let erased = standing?.later?.lost, !erased.isEmpty {
            data["erased"] = .array(erased.map(\.json))
        }
        if let copies = standing?.copies, !copies.isEmpty {
            data["copies"] = .array(
                copies.map { ["path": .string($0.path), "head": .number(JSONNumber($0.head))] })
        }
        return try .administration(
            Administration.restores, Administration.restoredFromBackup, by: actor, data: data)
    }
}
