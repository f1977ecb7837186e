import Annals
import AnnalsModel
import AnnalsPage
import Hummingbird

extension Route {
    /// `GET /doc/{category}/{id}`.
    static let pageDocument = Route(
        .get, "/doc/{category}/{id}", "pageDocument", in: pageGroup, "A document.", for: .read,
        [
            Parameters.category.description, Parameters.id.description, version.description,
            PageParameters.before.description, PageParameters.at.description,
            PageParameters.versus.description,
        ],
        [AnswerDescription(.ok, "A document.", [(.html, ["type": "string"])])]
    ) { call in
        let stream = try call.stream()
        if let version = try call.value(version) {
            // A version is a moment, which means the same in every place.
            let position = try await call.store.perform { store in
                try store.position(ofVersion: version, of: stream)
            }
            guard let position else {
                throw StoreError(
                    .notFound,
                    "\(stream.description.quotedForMessage) has no version \(version)")
            }
            let other = try call.moment(PageParameters.versus)
            let versus = try await call.store.perform { store in
                try other.map { try store.position(of: $0) }
            }
            return PageAnswer.redirect(
                to: PageAddress(.document(stream), at: position, versus: versus).text)
        }
        let before = try call.value(PageParameters.before)
        return PageAnswer.document(
            try await call.document(of: .document(stream)) { store, frame in
                try DocumentContent(stream, before: before, of: store, in: frame)
            })
    }

    private static let version = Parameter("version", in: .query, from: 1, "Its version.")
}
