import AnnalsModel
import AnnalsPage

extension Route {
    /// `GET /tasks`.
    static let pageTasks: Route = .place("/tasks", "pageTasks", for: .read) { _ in
        (.tasks, { store, frame in try TasksContent(of: store, in: frame) })
    }
}
