import AnnalsLog
package import AnnalsModel
import AnnalsProjections

extension SnapshotStore {
    /// Takes a snapshot of every projection at the head, due or not.
    package func takeAll() throws(StoreError) {
        let drafts = try log.read { reader in
            let head = try reader.head()
            return try ProjectionStore.definitions(reader).map { definition in
                let last = try Self.entries(of: definition, through: head, reader).first
                var rule = SnapshotRule(after: last)
                try rule.count(definition, through: head, reader)
                return Draft(
                    projection: definition.name, definition: definition.digest, position: head,
                    matched: rule.matched,
                    image: try PageImage.make(definition, from: reader.statements.connection))
            }
        }
        for draft in drafts { try save(draft, ifInstalled: true) }
    }
}
