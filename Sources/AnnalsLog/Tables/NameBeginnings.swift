package import AnnalsModel

/// The first names that begin in some way, by the indexes of their tables: a question that costs
/// the same in a store of any size.
package struct NameBeginnings {
    private let statements: StatementCache

    /// - Parameter statements: Of a connection that reads.
    package init(_ statements: StatementCache) {
        self.statements = statements
    }

    /// The first names that begin with a text, in the order of bytes, and where there are more, the
    /// last of them: so what the names have in common is what all have in common.
    ///
    /// - Parameter limit: How many, the last not counted.
    package func names(
        _ kind: NameKind, beginning text: String, limit: Int
    ) throws(StoreError) -> [String] {
        switch kind {
        case .categories: return try categories(beginning: text, limit: limit)
        case .tables: return try tables().filter { $0.utf8.starts(with: text.utf8) }
        default: break
        }
        var names = try ask(kind, text, "ASC", limit + 1)
        guard names.count > limit else { return names }
        names.removeLast()
        return names + (try ask(kind, text, "DESC", 1))
    }

    private func ask(
        _ kind: NameKind, _ text: String, _ order: String, _ limit: Int
    ) throws(StoreError) -> [String] {
        let source =
            switch kind {
            case .eventTypes: "event_types"
            // One name may be that of actors of several kinds.
            case .actors: "(SELECT DISTINCT name FROM actors)"
            case .correlations: "correlations"
            case .projections: "projections"
            case .ids: "(SELECT key AS name FROM streams WHERE category = ?4)"
            case .tags, .tables, .categories: "tags"
            }
        let rows = try statements.statement(
            """
            SELECT name FROM \(source) WHERE name >= ?1 AND name < ?2
            ORDER BY name \(order) LIMIT ?3
            """)
        rows.bind(1, text)
        rows.bind(2, Self.end(of: text))
        rows.bind(3, Int64(limit))
        if case .ids(let category) = kind { rows.bind(4, category) }
        return try rows.map { $0.text(0) }
    }

    /// A text that is behind every other that goes on after one: no character comes after its last.
    private static func end(of text: String) -> String { text + "\u{10FFFF}" }

    private func categories(beginning text: String, limit: Int) throws(StoreError) -> [String] {
        var found: [String] = []
        var next = text
        // Each by a look into the index, however many streams it has.
        while found.count < limit {
            let row = try statements.statement(
                "SELECT min(category) FROM streams WHERE category >= ?1 AND category < ?2")
            row.bind(1, next)
            row.bind(2, Self.end(of: text))
            guard let category = try row.first({ $0.optionalText(0) }) ?? nil else { break }
            found.append(category)
            next = category + "\u{1}"
        }
        return found
    }

    /// Tables and views that are not the store's own.
    private func tables() throws(StoreError) -> [String] {
        let rows = try statements.statement(
            """
            SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')
            AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name
            """)
        return try rows.map { $0.text(0) }.filter { !Format.ownNames.contains($0.lowercased()) }
    }
}
