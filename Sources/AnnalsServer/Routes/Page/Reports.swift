import AnnalsModel
import AnnalsPage

extension Route {
    /// `GET /reports`.
    static let pageReports: Route = .place("/reports", "pageReports", for: .read) { _ in
        (.reports, { store, frame in try ReportsContent(of: store, in: frame) })
    }
}
