import AnnalsLog
package import AnnalsModel
import Crypto
import Foundation

extension ProjectionStore {
    /// Installs the built-in projections into a store that has no events yet.
    package func installBuiltIns(by actor: Actor) throws(StoreError) {
        try install(try ProjectionDefinition.builtIns(), by: actor)
    }

    /// Installs definitions, vetted beside each other, into a store that has no events yet.
    package func install(
        _ definitions: [ProjectionDefinition], by actor: Actor
    ) throws(StoreError) {
        guard !definitions.isEmpty else { return }
        _ = try log.write { transaction in
            for definition in definitions {
                try Self.create(definition, transaction.statements.connection)
                try Self.record(definition, Administration.projectionAdded, by: actor, transaction)
            }
        }
    }

    /// Installs a definition, or replaces the one of the same name, and fills its tables from
    /// history while others go on reading and appending.
    ///
    /// - Throws: `projectionInvalid` with a caret; `interrupted` when it was cancelled.
    package func add(
        name: String, source: String, by actor: Actor, reason: String? = nil, watch: Watch = Watch()
    ) throws(StoreError) -> ProjectionChange {
        let (known, old) = try log.read { reader in
            (try Self.usableDefinitions(reader), try Self.source(of: name, reader))
        }
        let definition = try ProjectionDefinition(
            name: name, source: source, beside: known.filter { $0.name != name })
        if old == source {
            // A try that was killed behind its last step left its file: nothing goes on with it.
            ScratchFile.removeLeftovers(
                ScratchFile.leftovers(besideStore: log.file.file),
                but: known.filter { $0.name != name })
            return .unchanged
        }
        let verb =
            old == nil ? Administration.projectionAdded : Administration.projectionChanged
        var watch = watch
        watch.isNew = true
        try rebuild(definition, replacing: old, watch: watch) { transaction in
            try Self.record(definition, verb, by: actor, reason: reason, transaction)
        }
        return old == nil ? .added : .changed
    }

    /// Takes a projection and its tables out of the store; the events stay.
    ///
    /// - Throws: `notFound`.
    package func remove(
        _ name: String, by actor: Actor, reason: String? = nil
    ) throws(StoreError) {
        _ = try log.write { transaction in
            // A definition that can no longer be used must still be removable.
            guard let source = try Self.source(of: name, transaction.reader) else {
                throw StoreError(.notFound, "there is no projection \(name.quotedForMessage)")
            }
            // Before the tables go, because the projection may follow the store's own events.
            _ = try transaction.administer(
                Administration.projectionPrefix + name, Administration.projectionRemoved, by: actor,
                data: ["removed": true], reason: reason, isLenient: true)
            try transaction.statements.run("PRAGMA defer_foreign_keys = ON")
            try Self.drop(source, name, transaction)
            try transaction.statements.run("PRAGMA defer_foreign_keys = OFF")
        }
        try removeLeftovers()
    }

    // MARK: In the transaction

    /// Makes the tables, indexes, triggers and views of a definition.
    static func create(
        _ definition: ProjectionDefinition, _ connection: OpaquePointer
    ) throws(StoreError) {
        for object in definition.objects {
            try Statement(connection, object.sql).run()
        }
    }

    /// Drops whatever a projection has in the store, also when its definition is no longer one
    /// that `add` would take.
    ///
    /// - Parameter source: Its definition; nil if the store has none.
    static func drop(
        _ source: String?, _ name: String, _ transaction: AppendTransaction
    ) throws(StoreError) {
        guard let source else { return }
        let connection = transaction.statements.connection
        let objects = ProjectionDefinition.objectNames(name: name, source: source)
        // A file that comes from anywhere may name what is not its own.
        let foreign = Set(
            try usableDefinitions(transaction.reader).filter { $0.name != name }
                .flatMap(\.objects).map(\.name.asciiLowercased))
        for kind in [SchemaObject.Kind.view, .trigger, .index, .table] {
            for object in objects where object.kind == kind && !foreign.contains(object.name) {
                let found = try transaction.statements.statement(
                    "SELECT 1 FROM sqlite_schema WHERE lower(name) = ? AND type = ?")
                found.bind(1, object.name)
                found.bind(2, kind.rawValue)
                let isThere = try found.step()
                found.reset()
                guard isThere else { continue }
                try Statement(connection, "DROP \(kind.rawValue) \(quoted(object.name))").run()
            }
        }
    }

    /// Checks that nothing of the names is in the store, whoever made it.
    ///
    /// - Throws: `projectionInvalid`.
    static func checkFree(
        _ definition: ProjectionDefinition, _ transaction: AppendTransaction
    ) throws(StoreError) {
        let found = try transaction.statements.statement(
            "SELECT type FROM sqlite_schema WHERE lower(name) = ?")
        for object in definition.objects {
            found.bind(1, object.name.asciiLowercased)
            guard try found.step() else { continue }
            defer { found.reset() }
            throw StoreError(
                .projectionInvalid,
                "the store has a \(found.text(0).terminalSafe) \(object.name) already, which the"
                    + " projection \(definition.name) would make: choose another name, or drop it")
        }
    }

    /// Writes a definition into the log, from which `projections` follows.
    static func record(
        _ definition: ProjectionDefinition, _ verb: String, by actor: Actor, reason: String? = nil,
        _ transaction: AppendTransaction
    ) throws(StoreError) {
        let digest = Array(SHA256.hash(data: Data(definition.source.utf8)))
        _ = try transaction.administer(
            Administration.projectionPrefix + definition.name, verb, by: actor,
            data: [
                "name": .string(definition.name), "source": .string(definition.source),
                "sha256": .string(digest.map { String(format: "%02x", $0) }.joined()),
            ],
            unset: [JSONPointer(tokens: ["removed"])], reason: reason, isLenient: true)
    }
}
