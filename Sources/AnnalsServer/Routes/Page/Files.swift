import AnnalsModel
import AnnalsPage

extension Route {
    /// `GET /files`.
    static let pageFiles: Route = .place(
        "/files", "pageFiles", for: .read, [folder.description]
    ) { call in
        let folder = try call.text(folder) ?? ""
        return (.files, { store, frame in try FilesContent(folder, of: store, in: frame) })
    }

    private static let folder = PageParameters.text("folder")
}
