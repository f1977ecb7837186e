import Annals

extension TypedDocument {
    /// The document as a row of its table: id, version, columns, and `extra` for the rest.
    func row(key: String, allColumns: Bool = true) -> JSONObject {
        var row: JSONObject = [key: .string(id), "version": .number(JSONNumber(version))]
        for name in Self.columnNames {
            if let value = self[name] {
                row[name] = value
            } else if allColumns {
                row[name] = .null
            }
        }
        let extra = extra
        if allColumns || !extra.isEmpty { row["extra"] = .object(extra) }
        return row
    }
}

extension Renderer {
    /// Writes one document; for people only the columns that say something.
    func row(_ document: some TypedDocument, key: String) throws {
        try object(document.row(key: key, allColumns: format != .table))
    }

    /// Writes documents: for people a few columns, for programs all.
    func list<Document: TypedDocument>(
        _ documents: [Document], key: String, short: [String]
    ) throws {
        let names = format == .table ? short : ["version"] + Document.columnNames + ["extra"]
        let rows = rows(
            [Column(key, .leading)]
                + names.map { Column($0, $0 == "version" ? .trailing : .leading) }
        )
        for document in documents { try rows.write(document.row(key: key)) }
        try rows.finish()
    }
}
