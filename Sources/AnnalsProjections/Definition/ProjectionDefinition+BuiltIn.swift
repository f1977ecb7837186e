package import AnnalsModel
import BuiltInProjections

extension ProjectionDefinition {
    /// The definitions that every new store starts with, in the order of their installation.
    package static func builtIns() throws(StoreError) -> [ProjectionDefinition] {
        var definitions: [ProjectionDefinition] = []
        for (name, source) in BuiltInProjections.sources {
            definitions.append(
                try ProjectionDefinition(name: name, source: source, beside: definitions))
        }
        return definitions
    }
}
