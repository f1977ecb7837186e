import Foundation

extension TidyRule {
    /// Whoever changes a table of the store's format finds all that speaks of it in one folder.
    package static let oneHomeForTables = TidyRule(
        "SQL names a table of the store's format in one folder alone.",
        file: { file in
            let isShipped = ["Sources/", "tools/", "projections/"].contains {
                file.path.hasPrefix($0)
            }
            guard isShipped, file.language == .swift, !file.path.hasPrefix(tablesHome),
                !homesElsewhere.contains(where: file.path.hasPrefix)
            else { return [] }
            return tables(namedIn: file).map { name, line in
                TidyFinding(
                    path: file.path, line: line + 1,
                    message: "SQL about \(name) belongs into \(tablesHome)")
            }
        })

    private static let tablesHome = "Sources/AnnalsLog/Tables/"

    /// Tools that measure, damage or compare the file as it lies there.
    private static let homesElsewhere = ["Sources/AnnalsTesting/", "tools/"]

    private static let tables: Set<Substring> = [
        "store", "events", "streams", "secrets", "salts", "event_types", "actors", "correlations",
        "dictionaries", "dictionary_sources", "tree", "head", "checkpoints", "documents", "cycles",
        "tags", "projections", "projection_failures", "snapshots", "snapshot_chunks",
    ]

    /// Every table of the format that stands behind a word of SQL that takes one, with its 0-based
    /// line: on the same line, or where a text goes on.
    private static func tables(namedIn file: SourceFile) -> [(name: Substring, line: Int)] {
        var found: [(Substring, Int)] = []
        var takesTable = false
        for line in file.lines.indices {
            let words = file.text(line: line).split {
                !($0.isLetter || $0.isNumber || $0 == "_")
            }
            for word in words {
                if takesTable, tables.contains(word) { found.append((word, line)) }
                takesTable =
                    ["FROM", "INTO", "UPDATE", "JOIN", "TABLE"].contains(word)
                    || takesTable && ["main", "IF", "NOT", "EXISTS"].contains(word)
            }
        }
        return found
    }
}
