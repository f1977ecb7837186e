import AnnalsModel
import AnnalsPage

extension Route {
    /// `GET /event/{position}`.
    static let pageEvent: Route = .place(
        "/event/{position}", "pageEvent", for: .read, [Parameters.position.description]
    ) { call in
        let position = try call.pathValue(Parameters.position)
        return (
            .event(position),
            { store, frame in try EventContent(position, of: store, in: frame) }
        )
    }
}
