public import AnnalsModel

// The past, awaited.

extension Store {
    /// Awaits `asOf(_:)`.
    public func asOf(_ moment: Moment) async throws -> PastDatabase {
        try await perform { store in try store.asOf(moment) }
    }

    /// Awaits `blame(_:at:as:)`.
    public func blame(
        _ stream: StreamName, at pointer: JSONPointer? = nil, as moment: Moment = .head
    ) async throws -> [BlamedValue] {
        try await perform { store in try store.blame(stream, at: pointer, as: moment) }
    }

    /// Awaits `valueHistory(of:at:as:)`.
    public func valueHistory(
        of stream: StreamName, at pointer: JSONPointer, as moment: Moment = .head
    ) async throws -> [BlamedValue] {
        try await perform { store in try store.valueHistory(of: stream, at: pointer, as: moment) }
    }

    /// Awaits `blameRow(of:in:column:as:)`.
    public func blameRow(
        of stream: StreamName, in table: String? = nil, column: String? = nil,
        as moment: Moment = .head
    ) async throws -> [BlamedColumn] {
        try await perform { store in
            try store.blameRow(of: stream, in: table, column: column, as: moment)
        }
    }

    /// Awaits `differences(in:of:progress:_:)`.
    public func differences(
        in range: MomentRange, of stream: StreamName? = nil,
        progress: @escaping @Sendable (Double) throws -> Void = { _ in },
        _ body: @escaping @Sendable (DocumentDifference) throws -> Void
    ) async throws {
        try await perform { store, cancellation in
            try store.differences(
                in: range, of: stream, progress: cancellation.checked(progress), body)
        }
    }

    /// Awaits `rowDifferences(of:in:progress:…)`.
    public func rowDifferences(
        of table: String, in range: MomentRange,
        progress: @escaping @Sendable (Double) throws -> Void = { _ in },
        onWarning: @escaping @Sendable (StoreError) -> Void = { _ in },
        _ body: @escaping @Sendable (RowDifference) throws -> Void
    ) async throws {
        try await perform { store, cancellation in
            try store.rowDifferences(
                of: table, in: range, progress: cancellation.checked(progress),
                onWarning: onWarning, body)
        }
    }

    /// Awaits ``bisect(_:in:isFirst:isCancelled:progress:)``.
    public func bisect(
        _ sql: String, in range: MomentRange, isFirst: Bool = false,
        progress: @escaping @Sendable (Int) -> Void = { _ in }
    ) async throws -> Bisection {
        try await perform { store, cancellation in
            try store.bisect(
                sql, in: range, isFirst: isFirst, isCancelled: { cancellation.isCancelled },
                progress: progress)
        }
    }

    /// Awaits `previewRollback(to:_:progress:onStep:)`.
    public func previewRollback(
        to moment: Moment, _ scope: RollbackScope = .everything,
        progress: @escaping @Sendable (Double) throws -> Void = { _ in },
        onStep: @escaping @Sendable (RollbackStep) throws -> Void = { _ in }
    ) async throws -> RollbackSummary {
        try await perform { store, cancellation in
            try store.previewRollback(
                to: moment, scope, progress: cancellation.checked(progress), onStep: onStep)
        }
    }

    /// Awaits `rollback(to:_:by:…)`.
    @discardableResult
    public func rollback(
        to moment: Moment, _ scope: RollbackScope = .everything, by actor: Actor, reason: String,
        expectedHead: Int64? = nil, progress: @escaping @Sendable (Double) -> Void = { _ in }
    ) async throws -> RollbackSummary {
        try await perform { store in
            try store.rollback(
                to: moment, scope, by: actor, reason: reason, expectedHead: expectedHead,
                progress: progress)
        }
    }

    /// Awaits `restore(at:to:by:progress:)`.
    @discardableResult
    public func restore(
        at moment: Moment, to path: String, by actor: Actor,
        progress: @escaping @Sendable (Double) throws -> Void = { _ in }
    ) async throws -> RestoredStore {
        try await perform { store, cancellation in
            try store.restore(
                at: moment, to: path, by: actor, progress: cancellation.checked(progress))
        }
    }

    /// Awaits `previewRollback(to:_:files:…)`.
    public func previewRollback(
        to moment: Moment, _ scope: RollbackScope = .everything, files folder: String,
        progress: @escaping @Sendable (Double) throws -> Void = { _ in },
        onStep: @escaping @Sendable (RollbackStep, WorkspaceRollback.Action?) throws -> Void = {
            _, _ in
        }
    ) async throws -> RollbackSummary {
        try await perform { store, cancellation in
            try store.previewRollback(
                to: moment, scope, files: folder, progress: cancellation.checked(progress),
                onStep: onStep)
        }
    }

    /// Awaits `rollback(to:_:files:…)`.
    public func rollback(
        to moment: Moment, _ scope: RollbackScope = .everything, files folder: String,
        by actor: Actor, reason: String, expectedHead: Int64? = nil,
        progress: @escaping @Sendable (Double) -> Void = { _ in }
    ) async throws -> WorkspaceRollback {
        try await perform { store in
            try store.rollback(
                to: moment, scope, files: folder, by: actor, reason: reason,
                expectedHead: expectedHead, progress: progress)
        }
    }
}
