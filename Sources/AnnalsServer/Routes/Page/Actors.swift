import AnnalsModel
import AnnalsPage

extension Route {
    /// `GET /actors`.
    static let pageActors: Route = .place("/actors", "pageActors", for: .read) { _ in
        (.actors, { store, frame in try ActorsContent(of: store, in: frame) })
    }

    /// `GET /actors/{name}`.
    static let pageActor: Route = .place(
        "/actors/{name}", "pageActor", for: .read,
        [actorName.description, PageParameters.before.description]
    ) { call in
        let name = try call.pathValue(actorName)
        let before = try call.value(PageParameters.before)
        return (
            .actor(name),
            { store, frame in try ActorContent(name, before: before, of: store, in: frame) }
        )
    }

    private static let actorName = Parameters.free("name", in: .path, "The actor's name.")
}
