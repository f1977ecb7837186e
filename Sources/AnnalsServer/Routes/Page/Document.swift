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
            PageParameters.before.description, blame.description, PageParameters.at.description,
            PageParameters.versus.description, PageParameters.zoom.description,
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
        let isPatient = try call.text(blame) != nil
        return PageAnswer.document(
            try await call.document(of: .document(stream)) { store, frame in
                try DocumentContent(
                    stream, before: before, isPatient: isPatient, of: store, in: frame)
            })
    }

    /// How far back it is looked for who gave the values: `all` is as far as it takes.
    private static let blame = PageParameters.text("blame")
    private static let version = Parameter("version", in: .query, from: 1, "Its version.")
}
