package import AnnalsModel

extension Store {
    /// A table of a projection.
    ///
    /// - Throws: `notFound` if no projection has it.
    package func table(_ name: String) throws(StoreError) -> ProjectionDetails.Table {
        var known: [String] = []
        for projection in try projections() {
            for table in try self.projection(projection.name).tables {
                if table.name == name { return table }
                known.append(table.name)
            }
        }
        throw StoreError(
            .notFound,
            "there is no table \(name.quotedForMessage)\(Spelling.hint(name, among: known))")
    }
}

extension ProjectionDetails.Table {
    /// A SELECT of all its rows in the order of its key.
    package var selectInOrder: String {
        let keys = columns.filter(\.isKey).map(\.name)
        let order = (keys.isEmpty ? ["rowid"] : keys).map(Self.quoted).joined(separator: ", ")
        return "SELECT * FROM \(Self.quoted(name)) ORDER BY \(order)"
    }

    /// A name as SQL takes it, whatever is in it.
    private static func quoted(_ name: String) -> String {
        "\"\(name.replacing("\"", with: "\"\""))\""
    }
}
