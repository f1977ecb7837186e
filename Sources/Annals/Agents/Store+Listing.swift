import AnnalsLog
import AnnalsModel

// Lists of typed documents: a projection's indexes say which, the documents say what.

extension Store {
    /// The documents whose keys their table gives, in the order in which they came.
    ///
    /// Keys and documents are of one moment.
    ///
    /// - Parameters:
    ///   - keys: Finds them in the table; a key may come twice.
    ///   - isWanted: Whether the document is what the table was asked for.
    func listed<Document: TypedDocument>(
        _ keys: (LogReader, AgentNames) throws -> [String],
        where isWanted: (Document, AgentNames) throws -> Bool = { _, _ in true }
    ) throws(StoreError) -> [Document] {
        try log.read { reader in
            try reader.checkProjection(Document.table)
            let names = AgentNames(reader)
            var known: Set<ExactString> = []
            var documents: [(first: Int64, document: Document)] = []
            for key in try keys(reader, names) where known.insert(ExactString(key)).inserted {
                let stream = try StreamName(category: Document.category, id: key)
                guard let document: Document = try reader.typed(stream, at: .max).state,
                    let end = try reader.end(of: stream), try isWanted(document, names)
                else { continue }
                let first = try EventTable(reader.statements).position(
                    ofStream: end.id, version: 1)
                documents.append((first ?? 0, document))
            }
            return documents.sorted { $0.first < $1.first }.map(\.document)
        }
    }
}

extension LogReader {
    /// Refuses to list what a projection lists that is not there.
    fileprivate func checkProjection(_ table: String) throws(StoreError) {
        guard try AdministrationTables(statements).hasDefinition(table) else {
            throw StoreError(
                .notFound,
                "the projection \(table) was removed from this store, or never was in it, and"
                    + " lists need it",
                remedy: StoreError.Remedy(.addProjection(table)))
        }
    }

    /// The first column of a query's rows.
    func keys(_ sql: String, _ parameters: String...) throws(StoreError) -> [String] {
        let rows = try statements.statement(sql)
        for (index, parameter) in parameters.enumerated() {
            rows.bind(Int32(index + 1), parameter)
        }
        defer { rows.reset() }
        var keys: [String] = []
        while try rows.step() { keys.append(rows.text(0)) }
        return keys
    }
}
