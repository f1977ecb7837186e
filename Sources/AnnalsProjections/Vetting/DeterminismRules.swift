import AnnalsModel

/// Refuses what would make a table depend on anything but the events.
///
/// It goes by tokens, so that each refusal has a place; SQLite's authorizer stands behind it.
struct DeterminismRules {
    let source: SourceText

    /// Functions that answer differently from one run to the next, and why, by name.
    static let refusedFunctions: [String: String] = {
        let clock = "reads the clock, or may: take @recorded_at, or a member of the event's data"
        let chance = "is random"
        let counter = "depends on what was written before"
        let build = "depends on the SQLite at hand"
        let outside = "reaches outside the projection"
        return [
            "date": clock, "time": clock, "datetime": clock, "julianday": clock,
            "unixepoch": clock, "strftime": clock, "timediff": clock,
            "current_date": clock, "current_time": clock, "current_timestamp": clock,
            "random": chance, "randomblob": chance,
            "changes": counter, "total_changes": counter, "last_insert_rowid": counter,
            "sqlite_version": build, "sqlite_source_id": build,
            "sqlite_compileoption_get": build, "sqlite_compileoption_used": build,
            "sqlite_offset": build, "sqlite_log": outside,
            "load_extension": outside, "readfile": outside, "writefile": outside,
            "fts3_tokenizer": outside,
        ]
    }()

    private static let clockWords: Set<String> = [
        "current_date", "current_time", "current_timestamp",
    ]
    private static let rowidWords: Set<String> = ["rowid", "oid", "_rowid_"]
    /// Keywords before a name with a parenthesis behind it that is a table, not a function.
    private static let tableKeywords: Set<String> = ["table", "into", "references", "exists"]

    /// Checks a statement.
    ///
    /// - Throws: `projectionInvalid` that points at the word.
    func check(_ statement: SQLStatement) throws(StoreError) {
        let tokens = statement.tokens
        for index in tokens.indices {
            let token = tokens[index]
            guard let name = token.identifier else { continue }
            let previous = index > 0 ? tokens[index - 1] : nil
            let next = index + 1 < tokens.count ? tokens[index + 1] : nil
            if token.kind == .word {
                try checkKeyword(token, previous: previous, next: next)
            }
            if Self.rowidWords.contains(name), previous?.is("without") != true {
                throw source.error(
                    "\(name) depends on the order of writes: give the table a key of its own",
                    at: token.range.lowerBound)
            }
            if next?.is("(") == true, let reason = Self.refusedFunctions[name],
                previous.map({ Self.tableKeywords.contains($0.folded) }) != true,
                !(previous?.is("on") == true && statement.tokens.first?.is("create") == true
                    && tokens.prefix(3).contains { $0.is("index") })
            {
                throw source.error(
                    "the function \(name) \(reason); tables follow from events alone",
                    at: token.range.lowerBound)
            }
        }
    }

    private func checkKeyword(
        _ token: SQLToken, previous: SQLToken?, next: SQLToken?
    ) throws(StoreError) {
        let sentence: String
        switch token.folded {
        case let word where Self.clockWords.contains(word):
            sentence = "\(word) reads the clock: take @recorded_at; tables follow from events alone"
        case "autoincrement":
            sentence = "autoincrement remembers rows that are gone: leave it out"
        case "rollback":
            sentence = "rollback would take back the events too: write abort instead"
        case "deferred":
            sentence = "a deferred constraint would fail only at the commit: leave it immediate"
        case "main", "temp":
            guard next?.is(".") == true, previous?.is(".") != true else { return }
            sentence = "tables are named without a database in front: leave \(token.folded). out"
        default:
            return
        }
        throw source.error(sentence, at: token.range.lowerBound)
    }
}
