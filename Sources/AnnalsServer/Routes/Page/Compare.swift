import AnnalsModel
import AnnalsPage

extension Route {
    /// `GET /compare`.
    static let pageCompare: Route = .place(
        "/compare", "pageCompare", for: .read, [compared.description]
    ) { call in
        let category = try call.text(compared)
        return (
            .compare, { store, frame in try CompareContent(category, of: store, in: frame) }
        )
    }

    private static let compared = PageParameters.text("category")
}
