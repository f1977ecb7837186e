import GRDBSQLite

/// What a statement may do, as SQLite's compiler sees it: the wall behind the rules by tokens.
///
/// https://www.sqlite.org/c3ref/set_authorizer.html
final class Authorizer {
    /// What is being compiled.
    enum Mode {
        /// Nothing that needs watching.
        case open
        /// A `CREATE` of the schema.
        case schema
        /// A statement under a directive, or one that fires the triggers of a table.
        case change
        /// A statement that a merge makes for its table.
        case merge
        /// A view.
        case view
    }

    /// What was denied first.
    enum Denial {
        case function(String)
        case foreignTable(String)
        case mergedTable(String)
        case action
    }

    var mode = Mode.open
    /// Tables and views of the definition, in lower case.
    var own: Set<String> = []
    /// Tables and views of the store's other projections, in lower case.
    var others: Set<String> = []
    /// Tables that a merge writes, in lower case.
    var merged: Set<String> = []
    /// Names that are no tables: what a statement reads under them it makes itself, by WITH.
    var absent: Set<String> = []
    /// What was denied since it was last set to nil.
    private(set) var denial: Denial?

    /// Starts watching a connection; the authorizer must live as long as that.
    func watch(_ connection: OpaquePointer) {
        sqlite3_set_authorizer(
            connection,
            { context, action, first, second, _, trigger in
                guard let context else { return SQLITE_DENY }
                let authorizer = Unmanaged<Authorizer>.fromOpaque(context).takeUnretainedValue()
                return authorizer.answer(
                    action, first.map { String(cString: $0) }, second.map { String(cString: $0) },
                    isInTrigger: trigger != nil)
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    /// Compiles something in a mode.
    func during<Answer, Failure: Error>(
        _ mode: Mode, _ body: () throws(Failure) -> Answer
    ) throws(Failure) -> Answer {
        self.mode = mode
        denial = nil
        defer { self.mode = .open }
        return try body()
    }

    private func answer(
        _ action: Int32, _ first: String?, _ second: String?, isInTrigger: Bool
    ) -> Int32 {
        guard let denial = denial(action, first, second, isInTrigger: isInTrigger) else {
            return SQLITE_OK
        }
        if self.denial == nil { self.denial = denial }
        return SQLITE_DENY
    }

    private func denial(
        _ action: Int32, _ first: String?, _ second: String?, isInTrigger: Bool
    ) -> Denial? {
        let name = (first ?? "").asciiLowercased
        switch action {
        case _ where mode == .open:
            return nil
        case SQLITE_SELECT, SQLITE_RECURSIVE:
            return nil
        case SQLITE_FUNCTION:
            let function = (second ?? "").asciiLowercased
            return DeterminismRules.refusedFunctions[function].map { _ in .function(function) }
        case SQLITE_READ where mode == .schema:
            return nil
        case SQLITE_READ where second?.isEmpty == true && absent.contains(name):
            // No column is read, as by count(*); of a table that is not there nothing could be.
            return nil
        case SQLITE_READ:
            return mayRead(name) ? nil : .foreignTable(name)
        case SQLITE_INSERT, SQLITE_UPDATE, SQLITE_DELETE:
            if mode == .schema { return name.hasPrefix("sqlite_") ? nil : .action }
            if mode == .view { return .action }
            if !own.contains(name) { return .foreignTable(name) }
            if merged.contains(name), mode == .change || isInTrigger { return .mergedTable(name) }
            return nil
        case SQLITE_CREATE_TABLE, SQLITE_CREATE_INDEX, SQLITE_CREATE_VIEW, SQLITE_CREATE_TRIGGER,
            SQLITE_REINDEX:
            return mode == .schema ? nil : .action
        default:
            return .action
        }
    }

    private func mayRead(_ name: String) -> Bool {
        // Table-valued functions of SQLite's own that depend on their arguments alone.
        if own.contains(name) || name == "json_each" || name == "json_tree" { return true }
        return mode == .view && others.contains(name)
    }
}
