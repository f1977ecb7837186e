import AnnalsLog
package import AnnalsModel

extension ProjectionStore {
    /// Fills the tables of a projection anew and swaps them in one transaction, while others go on
    /// reading and appending.
    ///
    /// - Throws: `notFound`; `interrupted` when it was cancelled, and the next try goes on there.
    package func rebuild(_ name: String, watch: Watch = Watch()) throws(StoreError) {
        let definition = try log.read { reader in try Self.definition(name, reader) }
        try rebuild(definition, watch: watch) { _ in }
    }

    /// Fills a definition's tables in a scratch file and swaps them in.
    ///
    /// - Parameter swapped: Runs in the transaction of the swap, after it.
    func rebuild(
        _ definition: ProjectionDefinition, watch: Watch,
        swapped: @escaping @Sendable (AppendTransaction) throws -> Void
    ) throws(StoreError) {
        let scratch = try ScratchFile(definition, besideStore: log.path)
        do {
            let refused = try Self.refusedStreams(scratch, log)
            let fill = ProjectionFill(
                definition, into: scratch.connection, from: log, after: scratch.position,
                refused: refused)
            // Near the head first without a lock; the rest is short and runs inside the swap.
            var head: Int64 = -1
            while true {
                let next = try log.read { reader in try reader.head() }
                if next - fill.position < Int64(Limits.replayRowsMax) && head >= 0 { break }
                head = next
                try Self.fill(fill, scratch, through: head, watch)
            }
            let swap = Swap(definition: definition, fill: fill, scratch: scratch)
            _ = try log.write(deadline: Limits.swapDeadlineSeconds) { transaction in
                try swap.run(transaction)
                try swapped(transaction)
            }
        } catch {
            scratch.close()
            throw error
        }
        scratch.remove()
    }

    private static func fill(
        _ fill: ProjectionFill, _ scratch: ScratchFile, through head: Int64, _ watch: Watch
    ) throws(StoreError) {
        var isMore = true
        while isMore {
            try scratch.transaction {
                for _ in 0..<Limits.scratchBatchesPerCommit where isMore && !watch.isCancelled() {
                    isMore = try fill.nextBatch(through: head) { try scratch.note($0) }
                    watch.progress(fill.position, head)
                }
                try fill.flush()
                return fill.position
            }
            if watch.isCancelled() {
                throw StoreError(
                    .interrupted,
                    "stopped at position \(fill.position) of \(head): start it again to go on there"
                )
            }
        }
    }

    private static func refusedStreams(
        _ scratch: ScratchFile, _ log: EventLog
    ) throws(StoreError) -> Set<StreamName> {
        let failures = try scratch.failures()
        return try log.read { reader in
            var streams: Set<StreamName> = []
            for failure in failures {
                streams.insert(try reader.event(at: failure.position).stream)
            }
            return streams
        }
    }
}

/// The last step of a rebuild, on the writer's thread: what came meanwhile, then the tables.
private final class Swap: @unchecked Sendable {
    // `@unchecked`: made on the caller's thread and used on the writer's, while the caller waits.
    let definition: ProjectionDefinition
    let fill: ProjectionFill
    let scratch: ScratchFile

    init(definition: ProjectionDefinition, fill: ProjectionFill, scratch: ScratchFile) {
        self.definition = definition
        self.fill = fill
        self.scratch = scratch
    }

    func run(_ transaction: AppendTransaction) throws(StoreError) {
        transaction.touch()
        let head = transaction.head
        try scratch.transaction {
            while try fill.nextBatch(
                through: head, reader: transaction.reader, onFailure: { try scratch.note($0) })
            {}
            try fill.flush()
            return fill.position
        }
        let connection = transaction.statements.connection
        try ProjectionStore.drop(definition.name, transaction)
        for object in definition.objects where object.kind == .table {
            try Statement(connection, object.sql).run()
        }
        for table in definition.tables { try copy(table, connection) }
        for object in definition.objects where object.kind != .table {
            try Statement(connection, object.sql).run()
        }
        let clear = try transaction.statements.statement(
            "DELETE FROM projection_failures WHERE projection = ?")
        clear.bind(1, definition.name)
        try clear.run()
        let insert = try transaction.statements.statement(ProjectionFailure.insertion)
        for failure in try scratch.failures() {
            failure.bind(insert)
            try insert.run()
        }
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
            insert.bindRow(of: rows, columns: Int32(columns.count))
            try insert.run()
        }
    }
}
