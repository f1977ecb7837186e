package import AnnalsLog
package import AnnalsModel
import GRDBSQLite

/// Applies events to the tables of projections, on any raw connection that has these tables: the
/// writer's, a scratch file's, one in memory.
///
/// It keeps prepared statements, so it must go before its connection is closed, and lives on one
/// thread.
package final class ProjectionApplier {
    /// What one projection does with the events of one type.
    struct Plan {
        let projection: Int
        let steps: [Step]
        /// Whether a refusal may leave something behind that must be taken back.
        let needsSavepoint: Bool
        /// Whether its rows are a function of documents, and none can be refused.
        let followsDocumentsAlone: Bool
    }

    enum Step {
        case merge(MergeApplier)
        case run([StatementRunner])
    }

    /// The definitions whose tables are kept.
    package let definitions: [ProjectionDefinition]
    /// For each definition, streams of which some event was refused: their rows may be out of step,
    /// so the next event writes the whole row.
    package var refused: [Set<StreamName>]

    private let connection: OpaquePointer
    private var steps: [[Step]] = []
    private var plans: [EventType: [Plan]] = [:]
    private var savepoint: Statement?
    private var release: Statement?
    private var rollback: Statement?
    /// Events whose rows wait to be written, with the plans that they wait for; nil where every
    /// event is applied at once.
    var gathered: [(event: ProjectedEvent, plan: Plan)]?

    /// Gets ready to apply events.
    ///
    /// - Parameters:
    ///   - connection: The `sqlite3 *` that has the tables.
    ///   - refused: For each definition, the streams that have failures already; empty for a replay
    ///     from the start.
    ///   - secondsMax: For which one statement may run while others wait; nil without a bound.
    package init(
        _ connection: OpaquePointer, _ definitions: [ProjectionDefinition],
        refused: [Set<StreamName>] = [], secondsMax: Double? = nil
    ) {
        self.connection = connection
        self.definitions = definitions
        self.refused = refused
        self.refused += Array(repeating: [], count: max(0, definitions.count - refused.count))
        let probe = ColumnProbe()
        let limit = StepLimit(connection, secondsMax: secondsMax)
        steps = definitions.map { definition in
            definition.directives.map { directive in
                switch directive.action {
                case .merge(let merge): .merge(MergeApplier(merge, connection, probe, limit))
                case .run(let statements):
                    .run(statements.map { StatementRunner($0, connection, limit) })
                }
            }
        }
    }

    /// Whether some merge follows events of the type, and so needs the documents of their streams.
    package func needsDocument(for type: EventType) -> Bool {
        plans(for: type).contains { plan in
            plan.steps.contains { if case .merge = $0 { true } else { false } }
        }
    }

    /// Applies an event, or throws.
    ///
    /// After an error some projections may have the event and others not: the caller rolls back the
    /// transaction or savepoint around it.
    ///
    /// - Throws: `projectionRefused` with projection, line and SQLite's words; `io`, `corrupt` … if
    ///   the file cannot be written.
    package func applyStrictly(_ event: ProjectedEvent) throws(StoreError) {
        for plan in plans(for: event.type) { try applyStrictly(event, plan) }
    }

    func applyStrictly(_ event: ProjectedEvent, _ plan: Plan) throws(StoreError) {
        do {
            try run(plan, event)
        } catch {
            throw refused(event, by: plan, error)
        }
    }

    /// Applies an event; a projection that refuses it stays as it was.
    ///
    /// - Returns: The refusals, in the order of the definitions.
    /// - Throws: `io`, `corrupt` … if the file cannot be written; `projectionRefused` if a
    ///   statement had to be stopped so that the transaction around it is gone.
    package func applyLeniently(
        _ event: ProjectedEvent
    ) throws(StoreError) -> [RefusedEvent] {
        var failures: [RefusedEvent] = []
        for plan in plans(for: event.type) {
            if let failure = try applyLeniently(event, plan) { failures.append(failure) }
        }
        return failures
    }

    func applyLeniently(
        _ event: ProjectedEvent, _ plan: Plan
    ) throws(StoreError) -> RefusedEvent? {
        do {
            if plan.needsSavepoint { try begin() }
            try run(plan, event)
            if plan.needsSavepoint { try end() }
            return nil
        } catch {
            guard case .row(let line, let words) = error else {
                throw refused(event, by: plan, error)
            }
            if plan.needsSavepoint { try undo() }
            refused[plan.projection].insert(event.stream)
            return RefusedEvent(
                projection: definitions[plan.projection].name, position: event.position,
                line: line, message: words)
        }
    }

    /// Writes each row once that events change whose rows follow documents alone.
    func write(_ events: [(event: ProjectedEvent, plan: Plan)]) throws(Refusal) {
        var rows: [ObjectIdentifier: PendingRows] = [:]
        for (event, plan) in events {
            let isOutOfStep = refused[plan.projection].contains(event.stream)
            for case .merge(let merge) in plan.steps {
                rows[ObjectIdentifier(merge), default: PendingRows()]
                    .add(event, isWhole: isOutOfStep)
            }
        }
        for case .merge(let merge) in steps.joined() {
            if let rows = rows[ObjectIdentifier(merge)] { try merge.write(rows) }
        }
    }

    private func refused(
        _ event: ProjectedEvent, by plan: Plan, _ refusal: Refusal
    ) -> StoreError {
        let name = definitions[plan.projection].name
        return refusal.storeError { line, words in
            "the projection \(name) refuses \(event.type) of "
                + "\(event.stream.description.quotedForMessage): line \(line) of its "
                + "definition says \(words.quotedForMessage); nothing was stored"
        }
    }

    /// Makes the rows of a stream equal to its document in every merge that follows its category:
    /// for what changed other than by an event, as erasure does.
    ///
    /// - Parameters:
    ///   - document: The stream's document; nil if there is none.
    ///   - type: A type of the stream's events, which says which merges follow it.
    ///   - mayExist: Whether there may be rows of the stream already.
    package func rewrite(
        _ stream: StreamName, document: JSONObject?, followedBy type: EventType,
        mayExist: Bool = true
    ) throws(StoreError) {
        guard document != nil || mayExist else { return }
        try rewrite(stream, followedBy: type) { merge throws(Refusal) in
            try merge.write(document, id: stream.id, mayExist: mayExist)
        }
    }

    /// The same for a document that a replay folded.
    package func rewrite(
        _ document: ReplayedDocument, followedBy type: EventType
    ) throws(StoreError) {
        let (stream, mayExist) = (document.stream, !document.isNew)
        switch document.value {
        case .absent:
            try rewrite(stream, document: nil, followedBy: type, mayExist: mayExist)
        case .tree(let tree):
            try rewrite(stream, document: tree, followedBy: type, mayExist: mayExist)
        case .text(let text):
            try rewrite(stream, followedBy: type) { merge throws(Refusal) in
                try merge.write(text, id: stream.id, mayExist: mayExist)
            }
        }
    }

    private func rewrite(
        _ stream: StreamName, followedBy type: EventType,
        _ write: (MergeApplier) throws(Refusal) -> Void
    ) throws(StoreError) {
        for plan in plans(for: type) {
            for case .merge(let merge) in plan.steps {
                do {
                    try write(merge)
                } catch {
                    let name = definitions[plan.projection].name
                    throw error.storeError { line, words in
                        "the projection \(name) refuses the document of "
                            + "\(stream.description.quotedForMessage): line \(line) of its "
                            + "definition says \(words.quotedForMessage)"
                    }
                }
            }
        }
    }

    // MARK: Plans

    /// Types whose plans are kept; more than that are made anew.
    private static let plansMax = 4_096

    private func plans(for type: EventType) -> [Plan] {
        if let known = plans[type] { return known }
        if plans.count >= Self.plansMax { plans = [:] }
        let made = definitions.indices.compactMap { plan(of: $0, for: type) }
        plans[type] = made
        return made
    }

    private func plan(of projection: Int, for type: EventType) -> Plan? {
        let directives = definitions[projection].directives
        let matching = directives.indices.filter { directives[$0].matches(type) }
        guard let first = matching.first else { return nil }
        var needsSavepoint = true
        if matching.count == 1, case .merge(let merge) = directives[first].action {
            // One row of a plain table: SQLite takes back a refused statement by itself.
            needsSavepoint = merge.table.hasRules
        }
        return Plan(
            projection: projection, steps: matching.map { steps[projection][$0] },
            needsSavepoint: needsSavepoint,
            followsDocumentsAlone: definitions[projection].followsDocumentsAlone)
    }

    private func run(_ plan: Plan, _ event: ProjectedEvent) throws(Refusal) {
        if gathered != nil, plan.followsDocumentsAlone {
            gathered?.append((event, plan))
            return
        }
        for step in plan.steps {
            switch step {
            case .merge(let merge):
                let isOutOfStep = refused[plan.projection].contains(event.stream)
                try merge.apply(event, writesWhole: isOutOfStep)
            case .run(let statements):
                for statement in statements { try statement.run(event) }
            }
        }
    }

    // MARK: Savepoints

    private func begin() throws(Refusal) {
        try run(&savepoint, "SAVEPOINT annals_projection")
    }

    private func end() throws(Refusal) {
        try run(&release, "RELEASE annals_projection")
    }

    private func undo() throws(StoreError) {
        do {
            try run(&rollback, "ROLLBACK TO annals_projection")
            try end()
        } catch {
            throw error.storeError { _, words in
                "a refused row cannot be taken back: \(words.quotedForMessage)"
            }
        }
    }

    private func run(_ statement: inout Statement?, _ sql: String) throws(Refusal) {
        do {
            if statement == nil { statement = try Statement(connection, sql) }
            try statement?.run()
        } catch {
            throw .failure(error)
        }
    }
}
