import Annals
import AnnalsJSON

extension JSONDocument {
    /// The document for people: what says something, and the files it came from by their names.
    func shortRow() -> JSONObject {
        var row = JSONObject()
        for (name, value) in json() where value != .null { row[name] = value }
        if ownExtra.isEmpty {
            row.removeValue(forKey: "extra")
        } else {
            row["extra"] = .object(ownExtra)
        }
        if !sources.isEmpty { row["sources"] = sources.jsonValue }
        return row
    }
}

extension Renderer {
    /// Writes one document; for people only the columns that say something.
    func row(_ document: some JSONDocument) throws {
        try object(format == .table ? document.shortRow() : document.json())
    }

    /// Writes documents: for people the key and a few columns, for programs all.
    ///
    /// - Parameter isExplained: Whether a sentence says why there is none.
    func list<Document: JSONDocument>(
        _ documents: [Document], short: [String], isExplained: Bool = false
    ) throws {
        let columns =
            format == .table
            ? ([Document.keyName] + short).map { Column($0, .leading) } : Document.columns()
        let rows = try rows(columns, more: Document.columns())
        for document in documents { try rows.write(document) }
        try isExplained ? rows.finishUnshown() : rows.finish()
    }
}
