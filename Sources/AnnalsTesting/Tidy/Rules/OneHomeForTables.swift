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
            return file.lines.indices.compactMap { line in
                table(namedIn: file.text(line: line)).map {
                    TidyFinding(
                        path: file.path, line: line + 1,
                        message: "SQL about \($0) belongs into \(tablesHome)")
                }
            }
        })

    private static let tablesHome = "Sources/AnnalsLog/Tables/"

    /// Files and folders that still speak of tables themselves, and tools that measure, damage or
    /// compare the file as it lies there.
    private static let homesElsewhere = [
        "Sources/Annals/", "Sources/AnnalsLog/Files/LogBase.swift",
        "Sources/AnnalsLog/Files/StoreFile.swift", "Sources/AnnalsLog/Names/",
        "Sources/AnnalsLog/Read/", "Sources/AnnalsLog/Replay/", "Sources/AnnalsLog/Upkeep/",
        "Sources/AnnalsTesting/", "tools/",
    ]

    private static let tables: Set<Substring> = [
        "store", "events", "streams", "secrets", "salts", "event_types", "actors", "correlations",
        "dictionaries", "dictionary_sources", "tree", "head", "checkpoints", "documents", "cycles",
        "tags", "projections", "projection_failures", "snapshots", "snapshot_chunks",
    ]

    /// The first table of the format that stands behind a word of SQL that takes one.
    private static func table(namedIn line: String) -> Substring? {
        let words = line.split { !($0.isLetter || $0.isNumber || $0 == "_") }
        return zip(words, words.dropFirst()).first { word, name in
            ["FROM", "INTO", "UPDATE", "JOIN", "TABLE"].contains(word) && tables.contains(name)
        }?.1
    }
}
