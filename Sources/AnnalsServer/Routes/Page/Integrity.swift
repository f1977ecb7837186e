import AnnalsModel
import AnnalsPage

extension Route {
    /// `GET /integrity`.
    static let pageIntegrity: Route = .place("/integrity", "pageIntegrity", for: .read) { _ in
        (.integrity, { store, frame in try IntegrityContent(of: store, in: frame) })
    }
}
