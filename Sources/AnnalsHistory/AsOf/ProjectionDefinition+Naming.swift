import AnnalsModel
import AnnalsProjections

extension [ProjectionDefinition] {
    /// The projections whose tables or views a text of SQL may name, with those that their views
    /// read.
    ///
    /// A name is found wherever its letters stand: one projection too many costs some
    /// milliseconds, one too few would be wrong.
    func named(in sql: String) -> [ProjectionDefinition] {
        let text = [UInt8](sql.lowercased().utf8)
        let named = indices.filter { index in
            self[index].objects.contains { $0.isReadable && $0.isNamed(in: text) }
        }
        var wanted = Set(named)
        var pending = wanted
        while let index = pending.popFirst() {
            for view in self[index].objects(.view) {
                for other in indices
                where !wanted.contains(other) && self[other].isMentioned(in: view) {
                    wanted.insert(other)
                    pending.insert(other)
                }
            }
        }
        return wanted.sorted().map { self[$0] }
    }
}

extension ProjectionDefinition {
    fileprivate func isMentioned(in view: SchemaObject) -> Bool {
        objects.contains { $0.isReadable && view.mentions.contains($0.name.lowercased()) }
    }
}

extension SchemaObject {
    fileprivate var isReadable: Bool { kind == .table || kind == .view }

    /// Whether the name may stand in a text of SQL, given in lower case.
    fileprivate func isNamed(in text: [UInt8]) -> Bool {
        // Inside quotes these are written twice.
        let isWrittenAsItIs = name.utf8.allSatisfy { !"\"`]".utf8.contains($0) }
        return !isWrittenAsItIs || text.contains([UInt8](name.lowercased().utf8))
    }
}
