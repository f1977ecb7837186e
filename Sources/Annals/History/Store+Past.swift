import AnnalsHistory
import AnnalsLog
public import AnnalsModel

// Questions about the past, and the ways back into it.

extension Store {
    /// Who gave a document its present values: one entry a leaf, in the order of the document.
    ///
    /// - Parameters:
    ///   - stream: The stream whose document it is.
    ///   - pointer: Only the values at and below this place; nil for the whole document.
    ///   - moment: The present that is meant.
    /// - Throws: `notFound` if there never was a value at the place by then, `beyondHead`.
    public func blame(
        _ stream: StreamName, at pointer: JSONPointer? = nil, as moment: Moment = .head
    ) throws(StoreError) -> [BlamedValue] {
        try history.blame(stream, at: pointer, as: moment)
    }

    /// Who gave a document its present values, as far back as is wanted.
    ///
    /// - Parameters:
    ///   - stream: The stream whose document it is.
    ///   - moment: The present that is meant.
    ///   - goesOn: Is asked now and then whether it is read further back.
    /// - Returns: One entry a leaf whose event was found, in the order of the document, and whether
    ///   those are all.
    /// - Throws: `notFound` if there is no such stream, `beyondHead`.
    package func blame(
        _ stream: StreamName, as moment: Moment, while goesOn: () -> Bool
    ) throws(StoreError) -> (found: [BlamedValue], isWhole: Bool) {
        try history.blame(stream, as: moment, while: goesOn)
    }

    /// Every value that a place of a document had, and who gave each, first to last.
    ///
    /// - Parameters:
    ///   - stream: The stream whose document it is.
    ///   - pointer: The place; the whole document if it is the root.
    ///   - moment: The present that is meant.
    /// - Returns: One entry a value, and one where it was taken away; `confirmed` counts the events
    ///   that wrote the same again before the next.
    /// - Throws: `notFound` if there never was a value at the place by then, `beyondHead`.
    public func valueHistory(
        of stream: StreamName, at pointer: JSONPointer, as moment: Moment = .head
    ) throws(StoreError) -> [BlamedValue] {
        try history.valueHistory(of: stream, at: pointer, as: moment)
    }

    /// Who gave the row of a stream in a projection's table its present values.
    ///
    /// Rows that merges make are meant, each from its stream's document. A column has its value
    /// from the event since which it has shown it all the time.
    ///
    /// - Parameters:
    ///   - stream: The stream whose row it is.
    ///   - table: The table; nil for the only one that has rows of such streams.
    ///   - column: Only this column; nil for all but the key that are not NULL, in the order of
    ///     the table.
    ///   - moment: The present that is meant.
    /// - Throws: `notFound` if there is no such stream, table or column, or there never was a row
    ///   by then; `invalidArgument` for a table without rows of the stream, or where several
    ///   tables have one and none is named; `unsupported` for a view; `beyondHead`.
    public func blameRow(
        of stream: StreamName, in table: String? = nil, column: String? = nil,
        as moment: Moment = .head
    ) throws(StoreError) -> [BlamedColumn] {
        try history.blameRow(of: stream, in: table, column: column, as: moment)
    }

    /// Gives what became of each document between two moments.
    ///
    /// - Parameters:
    ///   - range: The earlier and the later moment.
    ///   - stream: Only this stream; nil for all but the store's own.
    ///   - progress: Gets the share of the work that is done, 0 to 1.
    ///   - body: What is done with it.
    /// - Throws: `invalidMoment` for a range that is empty or runs backward, `notFound` for a
    ///   stream that does not exist, and what the closures throw.
    public func differences(
        in range: MomentRange, of stream: StreamName? = nil,
        progress: (Double) throws -> Void = { _ in },
        _ body: (DocumentDifference) throws -> Void
    ) throws {
        try history.documentDifferences(in: range, of: stream, progress: progress, body)
    }

    /// Gives what became of each row of a projection's table between two moments, in the order of
    /// its primary key.
    ///
    /// A row of a table without a primary key is compared as a whole; all its columns are its key.
    ///
    /// - Parameters:
    ///   - table: A table of a projection, not a view.
    ///   - range: The earlier and the later moment.
    ///   - progress: Gets the share of the work that is done, 0 to 1.
    ///   - onWarning: Gets what is wrong with each damaged snapshot that was passed over.
    ///   - body: What is done with it.
    /// - Throws: `notFound` for a table that there is not, `unsupported` for a view,
    ///   `invalidMoment` for a range that is empty or runs backward, and what the closures throw.
    public func rowDifferences(
        of table: String, in range: MomentRange,
        progress: (Double) throws -> Void = { _ in }, onWarning: (StoreError) -> Void = { _ in },
        _ body: (RowDifference) throws -> Void
    ) throws {
        try history.rowDifferences(
            of: table, in: range, progress: progress, onDamage: { onWarning($0.warning) }, body)
    }

    /// Finds the event after which the first value of a query turns true or false.
    ///
    /// - Parameters:
    ///   - sql: One statement that only reads the tables of the projections.
    ///   - range: The events that may have done it.
    ///   - isFirst: Look at every moment at which the answer can change and find the first change;
    ///     else some change is found, in about as many looks as the number of events has binary
    ///     digits.
    ///   - isCancelled: Asked some thousand times a second while the query runs.
    ///   - progress: Gets the number of moments looked at.
    /// - Throws: `invalidArgument` if the answer is the same at both ends, or with `isFirst` all
    ///   the time; `invalidMoment` for a range that is empty or runs backward; `sqlRefused`.
    public func bisect(
        _ sql: String, in range: MomentRange, isFirst: Bool = false,
        isCancelled: @escaping () -> Bool = { false }, progress: (Int) -> Void = { _ in }
    ) throws -> Bisection {
        try history.bisect(
            sql, in: range, isFirst: isFirst, isCancelled: isCancelled, progress: progress)
    }

    /// Says what a rollback would do, and changes nothing.
    ///
    /// What captured files say goes along with them; what they say otherwise than a document that
    /// comes back is listed in the summary, since files that the scope does not name stay.
    ///
    /// - Parameters:
    ///   - moment: The moment whose state comes back.
    ///   - scope: Whose events are taken back.
    ///   - progress: Gets the share of the streams that is done, 0 to 1.
    ///   - onStep: Gets what would become of each stream that takes part.
    /// - Throws: `reserved` for the store's own category, `notFound` for a name that nothing bears.
    public func previewRollback(
        to moment: Moment, _ scope: RollbackScope = .everything,
        progress: (Double) throws -> Void = { _ in },
        onStep: (RollbackStep) throws -> Void = { _ in }
    ) throws -> RollbackSummary {
        let (summary, addition) = try rollbackPlan(to: moment, scope, progress, onStep)
        for step in addition?.steps ?? [] { try onStep(step) }
        return summary
    }

    /// Brings the documents in a scope back to a moment, by events, in one atomic batch.
    ///
    /// The point before is tagged. A value that the scope and later somebody else wrote stays and
    /// counts as a conflict. What captured files say goes along with them, in the store: only a
    /// rollback with files writes them into their folder. It can be rolled back itself.
    ///
    /// - Parameters:
    ///   - moment: The moment whose state comes back.
    ///   - scope: Whose events are taken back.
    ///   - actor: Who rolls back.
    ///   - reason: Why; never empty.
    ///   - expectedHead: The head that a preview saw: refuse if the scope moved since.
    ///   - progress: Gets the share of the streams that is done, 0 to 1, on another thread.
    /// - Throws: As the preview; `invalidArgument` without a reason; `versionConflict` if the scope
    ///   moved; then nothing was changed.
    @discardableResult
    public func rollback(
        to moment: Moment, _ scope: RollbackScope = .everything, by actor: Actor, reason: String,
        expectedHead: Int64? = nil, progress: @escaping @Sendable (Double) -> Void = { _ in }
    ) throws(StoreError) -> RollbackSummary {
        do {
            return try rollBackWithCompanions(
                to: moment, scope, by: actor, reason: reason, expectedHead: expectedHead,
                progress: progress)
        } catch {
            throw StoreError.wrapping(error, doing: "roll back")
        }
    }

    /// Makes a new store that ends at a moment, with the same events, positions and leaves.
    ///
    /// - Parameters:
    ///   - moment: The last event that is taken along.
    ///   - path: Where nothing is yet.
    ///   - actor: Who restores.
    ///   - progress: Gets the share of the work that is done, 0 to 1.
    /// - Throws: `storeExists` if there is a file at the path, `beyondHead`, `corrupt`, what
    ///   `progress` throws; nothing is left at the path then.
    @discardableResult
    public func restore(
        at moment: Moment, to path: String, by actor: Actor,
        progress: (Double) throws -> Void = { _ in }
    ) throws -> RestoredStore {
        try history.restore(at: moment, to: path, by: actor, progress: progress)
    }
}
