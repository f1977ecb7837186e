import Annals
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
        let names = ["projection", "rows", "failures", "tables", "views", "comment"]
        let columns = names + (renderer.format == .table ? [] : ["position", "sha256"])
        let rows = renderer.rows(columns.map { Column($0) })
        for projection in try store.projections() {
            try rows.write([
                .string(projection.name), .number(JSONNumber(projection.rows)),
                .number(JSONNumber(projection.failures)), renderer.list(projection.tables),
                renderer.list(projection.views), .string(projection.comment),
                .number(JSONNumber(projection.position)), .string(projection.sha256),
            ])
        }
        try rows.finish()
    }
}

extension Renderer {
    /// Names as one value: for people with commas, else as an array.
    fileprivate func list(_ names: [String]) -> JSONValue {
        format == .table
            ? .string(names.joined(separator: ", ")) : .array(names.map { .string($0) })
    }
}
