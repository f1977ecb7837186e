import Annals
import AnnalsJSON
import ArgumentParser

/// `annals projections`.
struct ListProjections: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List projections: tables, rows, and events they refused.")

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let store = try options.openToRead()
        defer { store.close() }
        let renderer = options.renderer()
        let isShort = renderer.format == .table
        let columns = ProjectionSummary.columns().filter {
            !isShort || !["position", "sha256"].contains($0.name)
        }
        let rows = try renderer.rows(columns, more: ProjectionSummary.columns())
        for projection in try store.projections() {
            var row = projection.json()
            if isShort {
                row["tables"] = .string(projection.tables.joined(separator: ", "))
                row["views"] = .string(projection.views.joined(separator: ", "))
            }
            try rows.write(row)
        }
        try rows.finish()
    }
}
