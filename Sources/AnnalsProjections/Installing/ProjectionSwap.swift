import AnnalsLog
import AnnalsModel

/// The last step of a rebuild, on the writer's thread: what came meanwhile, then the tables.
final class ProjectionSwap: @unchecked Sendable {
    // `@unchecked`: made on the caller's thread and used on the writer's, while the caller waits.
    private let definition: ProjectionDefinition
    private let replacing: String?
    private let erased: Int64
    private let fill: ProjectionFill
    private let scratch: ScratchFile
    private var hasRun = false

    /// - Parameters:
    ///   - replacing: The definition of this name that the store must have; nil for none.
    ///   - erased: Position of the last erasure when the filling began.
    init(
        definition: ProjectionDefinition, replacing: String?, erased: Int64, fill: ProjectionFill,
        scratch: ScratchFile
    ) {
        self.definition = definition
        self.replacing = replacing
        self.erased = erased
        self.fill = fill
        self.scratch = scratch
    }

    /// Swaps the tables.
    ///
    /// - Parameter prepare: Appends what belongs before it.
    /// - Returns: False if something was erased since the filling began, or if it ran before in a
    ///   transaction that was lost, with which the fill went on beyond its tables; then nothing was
    ///   done.
    func run(
        _ transaction: AppendTransaction, _ prepare: (AppendTransaction) throws -> Void
    ) throws(StoreError) -> Bool {
        guard !hasRun else { return false }
        hasRun = true
        do {
            guard try ReplayPoint(at: 0, transaction.reader).erased == erased else { return false }
            try checkDefinition(transaction)
            transaction.touch()
            try prepare(transaction)
            // Not kept in the scratch file: this transaction may yet fail, and its events with it.
            try scratch.provisionally { try swap(transaction) }
            return true
        } catch {
            throw StoreError.wrapping(error, doing: "swap the tables of \(definition.name)")
        }
    }

    /// Somebody else may have changed or removed the definition since it was read.
    private func checkDefinition(_ transaction: AppendTransaction) throws(StoreError) {
        let source = try ProjectionStore.source(of: definition.name, transaction.reader)
        if source == nil, replacing != nil {
            throw StoreError(
                .notFound,
                "the projection \(definition.name) was removed meanwhile by somebody else: there is"
                    + " nothing left to fill")
        }
        guard source == replacing else {
            throw StoreError(
                .busy,
                "the projection \(definition.name) was changed meanwhile by somebody else: look at"
                    + " it and try again")
        }
    }

    private func swap(_ transaction: AppendTransaction) throws(StoreError) {
        let head = transaction.head
        var isMore = true
        while isMore {
            isMore = try fill.nextBatch(through: head, reader: transaction.reader) { failure in
                try scratch.note(failure)
            }
        }
        if !fill.isInMemory { try fill.flush() }
        let connection = transaction.statements.connection
        // Tables that refer to each other are dropped and filled one after the other.
        try transaction.statements.run("PRAGMA defer_foreign_keys = ON")
        try ProjectionStore.drop(replacing, definition.name, transaction)
        try ProjectionStore.checkFree(definition, transaction)
        for object in definition.objects where object.kind == .table {
            try Statement(connection, object.sql).run()
        }
        if fill.isInMemory {
            // In the order of the scratch file's rows.
            try fill.flush(into: connection)
        } else {
            for table in definition.tables { try copy(table, connection) }
        }
        for object in definition.objects where object.kind != .table {
            try Statement(connection, object.sql).run()
        }
        try transaction.statements.run("PRAGMA defer_foreign_keys = OFF")
        let failures = FailureTable(transaction.statements)
        try failures.remove(projection: definition.name)
        for failure in try scratch.failures() { try failures.insert(failure) }
    }

    private func copy(_ table: ProjectionTable, _ connection: OpaquePointer) throws(StoreError) {
        let columns = table.columns.filter { !$0.isGenerated }.map { quoted($0.name) }
        let list = columns.joined(separator: ", ")
        let marks = columns.map { _ in "?" }.joined(separator: ", ")
        let order = table.isWithoutRowid ? "" : " ORDER BY rowid"
        let rows = try Statement(
            scratch.connection, "SELECT \(list) FROM \(quoted(table.name))\(order)")
        let insert = try Statement(
            connection, "INSERT INTO \(quoted(table.name)) (\(list)) VALUES (\(marks))")
        while try rows.step() {
            insert.bindLentRow(of: rows, columns: Int32(columns.count))
            try insert.run()
        }
    }
}
