import AnnalsHistory
import AnnalsLog
public import AnnalsModel

// Backups read back: looked at, and put in the place of the store.

extension Store {
    /// Verifies the whole log of a copy of a store, changing nothing of it and making no file
    /// beside it, and looks whether it is a beginning of the store's log.
    ///
    /// - Parameters:
    ///   - copy: Path of the copy.
    ///   - path: Path of the store; where it cannot be read, the copy is verified all the same.
    ///   - run: What is reported and asked on the way.
    /// - Returns: What the copy is, and how far it is behind.
    /// - Throws: `storeMissing`, `notAStore`, `newerFormat`, `corrupt` for what is no whole copy;
    ///   `unsupported` for one that is in use; `invalidArgument` if it is the store itself, or one
    ///   that this process has open; `interrupted`.
    public static func verifyBackup(
        at copy: String, of path: String, run: LongRun = LongRun()
    ) throws(StoreError) -> BackupVerification {
        do {
            return try EventLog.verifyCopy(at: copy, of: path, progress: run.goOn)
        } catch {
            throw StoreError.wrapping(error, doing: "verify \(copy.terminalSafe)")
        }
    }

    /// Has a copy of a backup take the place of a store, whose file is kept beside it.
    ///
    /// The backup's log is verified first. Nobody may have the store open in this process; other
    /// processes notice that it was replaced. What was erased in the store since the backup was
    /// made is erased again, and what was said of retention and of access holds again, as long as
    /// the store can be read. The new store says where it comes from in
    /// `annals.restored-from-backup`. <doc:Backups> tells the whole.
    ///
    /// - Parameters:
    ///   - backup: Path of the backup, which is only read.
    ///   - path: Path of the store; the backup becomes it too where nothing is.
    ///   - goesBack: Whether it is meant that the store loses events which the backup has not, or
    ///     that it is not known which store it is.
    ///   - actor: Who restores.
    ///   - progress: Gets the share that is done, 0 to 1.
    /// - Throws: `notAStore`, `corrupt`, `newerFormat`, `unsupported` for what is no whole backup;
    ///   `storeExists` if the file there is another store, or would lose events; `invalidArgument`
    ///   if this process has the store or the backup open, or both are one; `busy` if somebody
    ///   writes for long; `io`; what `progress` throws. Nothing was changed then.
    @discardableResult
    public static func restore(
        from backup: String, to path: String, goingBack goesBack: Bool = false, by actor: Actor,
        progress: (Double) throws -> Void = { _ in }
    ) throws -> RestoredBackup {
        try BackupRestore(from: backup, to: path, goingBack: goesBack, by: actor).run(
            progress: progress)
    }
}
