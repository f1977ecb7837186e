import AnnalsLog
package import AnnalsModel
import AnnalsProjections

extension History {
    /// Makes a new store that ends at a moment: the same events at the same positions with the
    /// same leaves, and nothing from after it.
    ///
    /// It has an id and an origin of its own and says what it comes from. What was erased stays
    /// erased: where the event that says so lies after the moment, the new store gets
    /// `annals.erasures-inherited` behind the others. Where the old store can be written,
    /// `annals.restored` is appended to it.
    ///
    /// - Parameters:
    ///   - moment: The last event that is taken along.
    ///   - path: Where nothing is yet.
    ///   - actor: Who restores.
    ///   - progress: Gets the share of the work that is done, 0 to 1.
    /// - Throws: `storeExists` if there is a file at the path; `beyondHead`, `notFound` for the
    ///   moment; `corrupt` if the events are not those that were appended; and what the closure
    ///   throws; `io` and the like if the old store cannot note it. Nothing is left at the path
    ///   then.
    package func restore(
        at moment: Moment, to path: String, by actor: Actor,
        progress: (Double) throws -> Void = { _ in }
    ) throws -> RestoredStore {
        let position = try position(of: moment)
        var restored: RestoredStore?
        do {
            try StoreFile.create(path, origin: nil) { draft in
                restored = try Fork(log: log, position: position, actor: actor).fill(
                    draft, progress: progress)
                try Self.buildTables(of: draft)
            }
        } catch let error as StoreError where error.code == .outcomeUnknown {
            // The draft is removed, so that nothing is open.
            let words = (error.cause as? StoreError)?.message ?? error.message
            throw StoreError(
                .io,
                "the store at \(path.terminalSafe) could not be made, and nothing is left of it:"
                    + " \(words)", cause: error)
        }
        guard var restored else {
            throw StoreError(.io, "the store at \(path.terminalSafe) was not filled")
        }
        restored.path = path
        do {
            try record(restored, by: actor)
        } catch {
            // What this store could not note was not done.
            StoreFile.removeNew(path)
            throw error
        }
        return restored
    }

    /// Fills the tables of the projections that were copied.
    private static func buildTables(of draft: String) throws(StoreError) {
        let fork = try EventLog(path: draft, mode: .readWrite) { InlineProjections() }
        defer { fork.close() }
        let names = try fork.read { reader in
            try AdministrationTables(reader.statements).definitions().map(\.name)
        }
        for name in names {
            var watch = ProjectionStore.Watch()
            watch.visit = SnapshotStore(log: fork).trail()
            try ProjectionStore(log: fork).rebuild(name, watch: watch)
        }
    }

    private func record(_ restored: RestoredStore, by actor: Actor) throws(StoreError) {
        guard log.mode == .readWrite else { return }
        let event = try NewEvent.administration(
            Administration.restores, "restored", by: actor,
            data: [
                "path": .string(restored.path), "origin": .string(restored.origin),
                "position": .number(JSONNumber(restored.position)),
            ])
        try log.append([event], .administration)
    }
}
