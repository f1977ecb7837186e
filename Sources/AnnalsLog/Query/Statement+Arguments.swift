import AnnalsModel
import GRDBSQLite

extension Statement {
    /// Binds the arguments of a query, each to the parameter of its name or number.
    ///
    /// - Throws: `sqlRefused` if a parameter has no argument, or an argument no parameter: a slip
    ///   of the hand must not become a NULL. `tooLarge` for a value that SQLite does not take.
    func bind(_ arguments: QueryArguments) throws(StoreError) {
        var unused = Set(arguments.values.keys.map { ExactString($0) })
        let count = sqlite3_bind_parameter_count(handle)
        let written = (0...count).map { index in
            sqlite3_bind_parameter_name(handle, index).map { String(cString: $0) }
        }
        // `?2` alone has SQLite count a first parameter too, which the SQL does not have.
        let sql = sqlite3_sql(handle).map { String(cString: $0) } ?? ""
        let hasUnnamed = sql.split(separator: "?", omittingEmptySubsequences: false).dropFirst()
            .contains { $0.first?.isWholeNumber != true }
        for index in 1..<(count + 1) {
            let written = written[Int(index)]
            // `?` has no name, `?7` its number, and the others a sign in front.
            let name = written.map { String($0.dropFirst()) } ?? String(index)
            if written == nil, !hasUnnamed { continue }
            guard let value = arguments.values[name] else {
                throw StoreError(
                    .sqlRefused,
                    "the SQL has the parameter \((written ?? "?\(index)").quotedForMessage), and no"
                        + " argument is given for it: give one named \(name.quotedForMessage)")
            }
            bind(index, value)
            unused.remove(ExactString(name))
        }
        if let name = unused.min() {
            throw StoreError(
                .sqlRefused,
                "the SQL has no parameter for the argument \(name.text.quotedForMessage): write"
                    + " :NAME where its value is to stand")
        }
        let code = takeBindFailure()
        guard code == SQLITE_OK else {
            throw StoreError.sqlite(connection, code, doing: "give an argument to the query")
        }
    }
}
