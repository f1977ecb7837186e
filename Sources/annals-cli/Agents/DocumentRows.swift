import Annals

extension TypedDocument {
    /// The document as a row of its table: id, version, columns, and `extra` for the rest.
    func row(key: String) -> JSONObject {
        var row: JSONObject = [key: .string(id), "version": .number(JSONNumber(version))]
        for name in Self.columnNames { row[name] = self[name] ?? .null }
        row["extra"] = .object(extra)
        return row
    }

    /// The same for people: what says something, and the files it came from by their names.
    func shortRow(key: String) -> JSONObject {
        var row: JSONObject = [key: .string(id), "version": .number(JSONNumber(version))]
        for name in Self.columnNames { row[name] = self[name] }
        if !ownExtra.isEmpty { row["extra"] = .object(ownExtra) }
        if !sources.isEmpty { row["sources"] = .array(sources.map { .string($0) }) }
        return row
    }
}

extension Renderer {
    /// Writes one document; for people only the columns that say something.
    func row(_ document: some TypedDocument, key: String) throws {
        try object(format == .table ? document.shortRow(key: key) : document.row(key: key))
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
