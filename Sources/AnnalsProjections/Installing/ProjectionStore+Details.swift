import AnnalsLog
package import AnnalsModel

extension ProjectionStore {
    /// A projection with its definition and the columns of its tables.
    ///
    /// One whose definition cannot be used is shown too, without tables.
    ///
    /// - Throws: `notFound`.
    package func details(of name: String) throws(StoreError) -> ProjectionDetails {
        try log.read { reader in
            guard let source = try Self.source(of: name, reader) else {
                throw try Self.unknown(name, reader)
            }
            return ProjectionDetails(
                summary: try Self.summary(of: name, reader), definition: source,
                tables: try Self.tables(of: name, reader))
        }
    }

    private static func tables(
        of name: String, _ reader: LogReader
    ) throws(StoreError) -> [ProjectionDetails.Table] {
        let definition: ProjectionDefinition
        do {
            definition = try self.definition(name, reader)
        } catch {
            guard error.code == .projectionInvalid else { throw error }
            return []
        }
        return definition.tables.map { table in
            let key = Set(table.primaryKey.map(\.asciiLowercased))
            return ProjectionDetails.Table(
                name: table.name, rows: count(table.name, reader),
                columns: table.columns.map { column in
                    ProjectionDetails.Column(
                        name: column.name, type: column.declaredType,
                        isKey: key.contains(column.name.asciiLowercased))
                })
        }
    }
}
