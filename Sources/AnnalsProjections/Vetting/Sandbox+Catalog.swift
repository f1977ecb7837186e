extension Sandbox {
    /// The table of a name as SQLite understood it, or nil.
    func table(_ name: String, made statement: SQLStatement) -> ProjectionTable? {
        let quoted = name.quotedAsIdentifier
        guard let listed = rows("PRAGMA main.table_list(\(quoted))").first, listed.count >= 6 else {
            return nil
        }
        let isStrict = listed[5] == "1"
        // cid, name, type, notnull, dflt_value, pk, hidden
        let infos = rows("PRAGMA main.table_xinfo(\(quoted))")
        let primaryKey = infos.filter { Int($0[5]) ?? 0 > 0 }
            .sorted { (Int($0[5]) ?? 0) < (Int($1[5]) ?? 0) }.map { $0[1] }
        let unique = uniqueColumns(of: quoted)
        let columns = infos.map { info in
            ProjectionColumn(
                name: info[1], declaredType: info[2],
                type: ColumnType(declared: info[2], isStrict: isStrict),
                isGenerated: info[6] != "0", isUnique: unique.contains(info[1]))
        }
        return ProjectionTable(
            name: name, columns: columns, isStrict: isStrict, isWithoutRowid: listed[4] == "1",
            primaryKey: primaryKey,
            hasRules: hasRules(quoted, infos: infos, statement))
    }

    /// Columns that alone tell rows apart, byte for byte: a key over one of them would otherwise
    /// match several rows, or the rows of other streams.
    private func uniqueColumns(of quoted: String) -> Set<String> {
        var columns: Set<String> = []
        // seq, name, unique, origin, partial
        for index in rows("PRAGMA main.index_list(\(quoted))")
        where index[2] == "1" && index[4] == "0" {
            // seqno, cid, name, desc, coll, key
            let parts = rows("PRAGMA main.index_xinfo(\(index[1].quotedAsIdentifier))")
                .filter { $0[5] == "1" }
            if parts.count == 1, parts[0][4].asciiLowercased == "binary" {
                columns.insert(parts[0][2])
            }
        }
        return columns
    }

    private func hasRules(_ quoted: String, infos: [[String]], _ statement: SQLStatement) -> Bool {
        let indexes = rows("PRAGMA main.index_list(\(quoted))")
        let hasOtherIndex = indexes.contains { index in
            let parts = rows("PRAGMA main.index_xinfo(\(index[1].quotedAsIdentifier))")
            let hasExpression = parts.contains { $0[1] == "-2" }
            return hasExpression || index[4] == "1" || (index[2] == "1" && index[3] != "pk")
        }
        let hasKeyword = statement.tokens.contains {
            $0.is("check") || $0.is("references") || $0.is("conflict")
        }
        return hasOtherIndex || hasKeyword
            || infos.contains { $0[3] == "1" && $0[5] == "0" }
            || infos.contains { $0[6] != "0" }
            || !rows("PRAGMA main.foreign_key_list(\(quoted))").isEmpty
            || !rows(
                "SELECT 1 FROM main.sqlite_schema WHERE type = 'trigger' "
                    + "AND lower(tbl_name) = lower('\(quoted.dropFirst().dropLast())')"
            ).isEmpty
    }
}
