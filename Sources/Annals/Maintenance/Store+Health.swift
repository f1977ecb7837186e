import AnnalsLog
public import AnnalsModel
import Foundation

extension Store {
    /// Counts, bytes and ratios: names in snake_case, in a stable order.
    public func statistics() throws(StoreError) -> [(name: String, value: JSONValue)] {
        try log.read { reader in try reader.statistics() }.entries
    }

    /// Looks at the store in some milliseconds, whatever the length of the log.
    public func health() throws(StoreError) -> [StoreCheck] {
        try log.read { reader in reader.health() }
    }

    /// Whether another file has the store's name now, so that this one is nobody's any more.
    package var isReplaced: Bool { log.isReplaced }

    /// Copies the store while others go on using it, verifies the log of the copy, and records it
    /// as `annals.backup-made`.
    ///
    /// - Parameters:
    ///   - keep: How many backups of this name stay: an older one becomes `PATH.1`, then `PATH.2`
    ///     …; nil refuses a path that is taken. Only backups of this store are moved or removed.
    ///   - progress: Gets the share that is done, 0 to 1.
    ///   - actor: Who does it.
    ///   - destination: Where the copy goes.
    /// - Throws: `storeExists`, `corrupt`, `io`; `invalidArgument` where the path is that of an
    ///   open store or of a file that belongs to it; what `progress` throws, as it is. Where the
    ///   store cannot note a backup that is made, the error says so and the backup stays.
    @discardableResult
    public func backUp(
        to destination: String, keep: Int? = nil, by actor: Actor,
        progress: (Double) throws -> Void = { _ in }
    ) throws -> Backup {
        let backup = try log.backUp(to: destination, keep: keep, progress: progress)
        try record(backup, by: actor)
        return backup
    }

    private func record(_ backup: Backup, by actor: Actor) throws(StoreError) {
        // A store that can only be read is backed up all the same.
        guard log.mode == .readWrite else { return }
        let event = try NewEvent.administration(
            Administration.backups, "backup-made", by: actor,
            data: [
                "path": .string(backup.path), "head": .number(JSONNumber(backup.head)),
                "bytes": .number(JSONNumber(backup.bytes)),
            ])
        do {
            try log.append([event], .administration)
        } catch {
            // The copy is good, and may soon be needed.
            throw StoreError(
                error.code,
                "the backup \(backup.path.terminalSafe) is whole, but the store could not note it:"
                    + " \(error.message)", cause: error)
        }
    }
}
