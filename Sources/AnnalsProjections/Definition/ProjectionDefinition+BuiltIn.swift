package import AnnalsModel
import BuiltInProjections

extension ProjectionDefinition {
    /// The definitions of the fleet's projections, in the order of their installation.
    package static func builtIns() throws(StoreError) -> [ProjectionDefinition] {
        try vetted(builtInSources)
    }

    /// The files of the fleet's projections, in the order of their installation.
    package static var builtInSources: [ProjectionSource] {
        BuiltInProjections.sources.map { ProjectionSource(name: $0.name, text: $0.source) }
    }

    /// The definitions that a new store is to start with, each vetted beside those before it.
    ///
    /// - Throws: `projectionInvalid`, also where two have the same name.
    package static func initial(
        _ projections: InitialProjections
    ) throws(StoreError) -> [ProjectionDefinition] {
        switch projections {
        case .fleet: try builtIns()
        case .none: []
        case .definitions(let sources): try vetted(sources)
        }
    }

    private static func vetted(
        _ sources: [ProjectionSource]
    ) throws(StoreError) -> [ProjectionDefinition] {
        var definitions: [ProjectionDefinition] = []
        for source in sources {
            guard !definitions.contains(where: { $0.name == source.name }) else {
                throw StoreError(
                    .projectionInvalid,
                    "the projection \(source.name.quotedForMessage) is given twice: give each name"
                        + " once")
            }
            definitions.append(
                try ProjectionDefinition(
                    name: source.name, source: source.text, beside: definitions))
        }
        return definitions
    }
}
