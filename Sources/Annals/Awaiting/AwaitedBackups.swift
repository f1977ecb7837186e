public import AnnalsModel

// Backups read back, and stores looked at, awaited. There is no store yet whose threads could wait.

extension Store {
    /// Awaits ``verifyBackup(at:of:run:)``.
    public static func verifyBackup(
        at copy: String, of path: String,
        progress: @escaping @Sendable (_ done: Int64, _ total: Int64) -> Void = { _, _ in }
    ) async throws -> BackupVerification {
        try await BlockingThreads(count: 1).run { cancellation in
            try verifyBackup(at: copy, of: path, run: cancellation.run(progress))
        }
    }

    /// Awaits `examine(at:environment:)`.
    public static func examine(
        at path: String, environment: [String: String] = [:]
    ) async throws -> [ExaminedCheck] {
        try await BlockingThreads(count: 1).run { _ in
            try examine(at: path, environment: environment)
        }
    }

    /// Awaits `restore(from:to:goingBack:by:progress:)`.
    @discardableResult
    public static func restore(
        from backup: String, to path: String, goingBack goesBack: Bool = false, by actor: Actor,
        progress: @escaping @Sendable (Double) throws -> Void = { _ in }
    ) async throws -> RestoredBackup {
        try await BlockingThreads(count: 1).run { cancellation in
            try restore(
                from: backup, to: path, goingBack: goesBack, by: actor,
                progress: cancellation.checked(progress))
        }
    }
}
