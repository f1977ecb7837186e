import AnnalsLog
import AnnalsModel
import GRDBSQLite

/// Keeps the rows of one merge equal to documents, on one connection.
final class MergeApplier {
    private let layout: MergeLayout
    private let connection: OpaquePointer
    private let probe: ColumnProbe
    /// For tables with triggers or foreign keys, whose work is not the merge's own.
    private let limit: StepLimit?
    private let members = TextMembers()
    private var updates: UpdateCache
    private var insertion: Statement?
    private var deletion: Statement?

    private var merge: ProjectionMerge { layout.merge }

    init(
        _ merge: ProjectionMerge, _ connection: OpaquePointer, _ probe: ColumnProbe,
        _ limit: StepLimit
    ) {
        layout = MergeLayout(merge)
        self.limit = merge.table.hasRules ? limit : nil
        self.connection = connection
        self.probe = probe
        updates = UpdateCache(connection, layout)
    }

    /// Makes the row of the event's stream follow the event.
    ///
    /// - Parameter writesWhole: Whether the row may be out of step, so that all of it is written.
    func apply(_ event: ProjectedEvent, writesWhole: Bool) throws(Refusal) {
        let writesWhole = writesWhole || !merge.seesEveryChange
        guard let after = event.after else {
            if event.before != nil || writesWhole { try delete(event.stream.id) }
            return
        }
        var document = MergedDocument(after, layout, probe)
        guard let before = event.before, !writesWhole else {
            // A new stream has no row, as a rule; a row that is there is set right.
            let mayExist = writesWhole
            try write(&document, id: event.stream.id, mayExist: mayExist)
            return
        }
        try follow(event.change.namedMembers, before, &document, id: event.stream.id)
    }

    /// Writes the rows that many events changed, each once.
    func write(_ pending: PendingRows) throws(Refusal) {
        for row in pending.rows {
            guard let after = row.after else {
                if row.before != nil || row.isWhole { try delete(row.id) }
                continue
            }
            var document = MergedDocument(after, layout, probe)
            if let before = row.before, !row.isWhole {
                try follow(Array(row.members), before, &document, id: row.id)
            } else {
                try write(&document, id: row.id, mayExist: row.isWhole)
            }
        }
    }

    /// Makes a row follow changes of members.
    private func follow(
        _ members: [ExactString], _ before: JSONObject,
        _ document: inout MergedDocument<JSONObject>, id: String
    ) throws(Refusal) {
        guard let touched = try touched(members, before, &document) else {
            try write(&document, id: id, mayExist: true)
            return
        }
        guard touched != 0 else { return }
        if try !update(touched, &document, id: id) { try insert(&document, id: id) }
    }

    /// Makes the row of a stream equal to a document, or takes it away where there is none.
    ///
    /// - Parameter mayExist: Whether there may be a row already; it is set right if it is there
    ///   all the same.
    func write(_ document: JSONObject?, id: String, mayExist: Bool) throws(Refusal) {
        guard let document else {
            try delete(id)
            return
        }
        var merged = MergedDocument(document, layout, probe)
        try write(&merged, id: id, mayExist: mayExist)
    }

    /// Makes the row of a stream equal to a document that is given as its compact text.
    func write(_ text: [UInt8], id: String, mayExist: Bool) throws(Refusal) {
        try text.withUnsafeBufferPointer { bytes throws(Refusal) in
            members.open(UnsafeRawBufferPointer(bytes), layout)
            var merged = MergedDocument(members, layout, probe)
            try write(&merged, id: id, mayExist: mayExist)
        }
    }

    private func write<Source>(
        _ document: inout MergedDocument<Source>, id: String, mayExist: Bool
    ) throws(Refusal) {
        if mayExist {
            if try !update(nil, &document, id: id) { try insert(&document, id: id) }
            return
        }
        do {
            try insert(&document, id: id)
        } catch {
            // The row may be there after all, left by damage: then it is the key that refused.
            guard case .row = error, Self.conflicts.contains(sqlite3_extended_errcode(connection)),
                try update(nil, &document, id: id)
            else { throw error }
        }
    }

    /// `SQLITE_CONSTRAINT_PRIMARYKEY`, `_UNIQUE` and `_ROWID`. https://www.sqlite.org/rescode.html
    private static let conflicts: [Int32] = [19 | 6 << 8, 19 | 8 << 8, 19 | 10 << 8]

    // MARK: What changed

    /// The columns whose values may differ from before, as bits; nil for all of them.
    ///
    /// - Parameter members: Those that were written or taken away.
    private func touched(
        _ members: [ExactString], _ before: JSONObject, _ after: inout MergedDocument<JSONObject>
    ) throws(Refusal) -> UInt64? {
        guard layout.names.count <= UInt64.bitWidth else { return nil }
        var bits: UInt64 = 0
        for member in members {
            guard let number = layout.number(of: member) else { continue }
            for column in layout.readers[number] { bits |= 1 << UInt64(column) }
        }
        if !members.isEmpty, let document = layout.documentIndex { bits |= 1 << UInt64(document) }
        if let rest = layout.restIndex {
            var old = MergedDocument(before, layout, probe)
            let mayDiffer = try caught { () throws(StoreError) in
                try restMayDiffer(members, bits, &old, &after)
            }
            if mayDiffer { bits |= 1 << UInt64(rest) }
        }
        return bits
    }

    /// Whether `rest` gains, loses or changes a member.
    ///
    /// A member that the event wrote does if no column takes it before or after. One that it did
    /// not write does if a column that looked elsewhere meanwhile takes it or lets go of it.
    private func restMayDiffer(
        _ members: [ExactString], _ bits: UInt64, _ before: inout MergedDocument<JSONObject>,
        _ after: inout MergedDocument<JSONObject>
    ) throws(StoreError) -> Bool {
        for member in members {
            if try before.isLeft(member) { return true }
            if try after.isLeft(member) { return true }
        }
        for column in layout.merge.columns.indices where bits & (1 << UInt64(column)) != 0 {
            let (old, new) = (try before.find(column), try after.find(column))
            guard old.pointer != new.pointer || old.isTaken != new.isTaken else { continue }
            for pointer in layout.pointers[column] where pointer.isWhole {
                let member = layout.members[pointer.name]
                if try before.isLeft(member) != after.isLeft(member) { return true }
            }
        }
        return false
    }

    // MARK: Statements

    /// Updates columns of the row.
    ///
    /// - Parameter columns: As bits, or nil for all of them.
    /// - Returns: Whether there is a row.
    private func update<Source>(
        _ columns: UInt64?, _ document: inout MergedDocument<Source>, id: String
    ) throws(Refusal) -> Bool {
        let statement = try caught { () throws(StoreError) in try updates.statement(columns) }
        var index: Int32 = 1
        for column in layout.names.indices
        where columns.map({ $0 & (1 << UInt64(column)) != 0 }) ?? true {
            try bind(statement, index, column, &document)
            index += 1
        }
        statement.bind(index, id)
        try statement.run(line: merge.line, within: limit)
        return sqlite3_changes(connection) > 0
    }

    private func insert<Source>(
        _ document: inout MergedDocument<Source>, id: String
    ) throws(Refusal) {
        let statement = try prepared(&insertion) {
            let names = [merge.key] + layout.names
            let table = merge.table.name.quotedAsIdentifier
            let columns = names.map(\.quotedAsIdentifier).joined(separator: ", ")
            let values = names.map { _ in "?" }.joined(separator: ", ")
            return "INSERT INTO \(table) (\(columns)) VALUES (\(values))"
        }
        statement.bind(1, id)
        for column in layout.names.indices {
            try bind(statement, Int32(column + 2), column, &document)
        }
        try statement.run(line: merge.line, within: limit)
    }

    private func delete(_ id: String) throws(Refusal) {
        let statement = try prepared(&deletion) {
            "DELETE FROM \(merge.table.name.quotedAsIdentifier) "
                + "WHERE \(merge.key.quotedAsIdentifier) = ?"
        }
        statement.bind(1, id)
        try statement.run(line: merge.line, within: limit)
    }

    private func bind<Source>(
        _ statement: Statement, _ index: Int32, _ column: Int,
        _ document: inout MergedDocument<Source>
    ) throws(Refusal) {
        if column == layout.restIndex {
            try caught { () throws(StoreError) in
                try Source.bindRest(of: &document, statement, index)
            }
        } else if column == layout.documentIndex {
            document.source.bindWhole(statement, index)
        } else {
            let find = try caught { () throws(StoreError) in try document.find(column) }
            let target = merge.columns[column].column
            guard let value = find.value, find.isTaken else {
                if merge.isStrict, let value = find.value {
                    throw .row(
                        line: merge.line,
                        words: "cannot store \(value.kindName) value in \(target.declaredType)"
                            + " column \(merge.table.name).\(target.name)")
                }
                statement.bindNull(index)
                return
            }
            try caught { () throws(StoreError) in
                try value.bind(to: statement, index, isText: target.type == .text)
            }
        }
    }

    private func prepared(
        _ statement: inout Statement?, _ sql: () -> String
    ) throws(Refusal) -> Statement {
        if let statement { return statement }
        let made = try caught { () throws(StoreError) in try Statement(connection, sql()) }
        statement = made
        return made
    }

    private func caught<Answer>(
        _ body: () throws(StoreError) -> Answer
    ) throws(Refusal) -> Answer {
        do { return try body() } catch { throw .failure(error) }
    }
}
