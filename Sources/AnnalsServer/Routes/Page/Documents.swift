import AnnalsModel
import AnnalsPage

extension Route {
    /// `GET /docs`.
    static let pageDocuments: Route = .place(
        "/docs", "pageDocuments", for: .read, [category.description, after.description]
    ) { call in
        let (category, after) = (try call.text(category), try call.text(after))
        return (
            .documents,
            { store, frame in
                try DocumentsContent(
                    category, after: after, of: store, in: frame)
            }
        )
    }

    private static let category = PageParameters.text("category")
    private static let after = PageParameters.text("after")
}
