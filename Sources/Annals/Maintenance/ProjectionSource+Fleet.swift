public import AnnalsModel
import AnnalsProjections

extension ProjectionSource {
    /// The projections of a fleet of agents, for stores that start with them and others.
    public static var fleet: [ProjectionSource] { ProjectionDefinition.builtInSources }
}
