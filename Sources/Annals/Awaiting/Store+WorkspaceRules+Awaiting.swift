public import AnnalsModel

// The rules of workspaces, awaited.

extension Store {
    /// Awaits `workspaceRules()`.
    public func workspaceRules() async throws -> [WorkspaceRules] {
        try await perform { store, _ in try store.workspaceRules() }
    }

    /// Awaits `readWorkspaceRules(_:named:)`.
    public func readWorkspaceRules(
        _ text: String, named file: String = "the rule file"
    ) async throws -> WorkspaceRules {
        try await perform { store, _ in try store.readWorkspaceRules(text, named: file) }
    }

    /// Awaits `addWorkspaceRules(_:named:by:reason:isPreview:)`.
    public func addWorkspaceRules(
        _ text: String, named file: String = "the rule file", by actor: Actor,
        reason: String? = nil, isPreview: Bool = false
    ) async throws -> WorkspaceRulesChange {
        try await perform { store, _ in
            try store.addWorkspaceRules(
                text, named: file, by: actor, reason: reason, isPreview: isPreview)
        }
    }

    /// Awaits `removeWorkspaceRules(_:by:reason:isPreview:)`.
    public func removeWorkspaceRules(
        _ name: String, by actor: Actor, reason: String? = nil, isPreview: Bool = false
    ) async throws -> WorkspaceRulesChange {
        try await perform { store, _ in
            try store.removeWorkspaceRules(name, by: actor, reason: reason, isPreview: isPreview)
        }
    }

    /// Awaits `applyWorkspaceRules(by:reason:isPreview:)`.
    public func applyWorkspaceRules(
        by actor: Actor, reason: String? = nil, isPreview: Bool = false
    ) async throws -> WorkspaceRulesChange {
        try await perform { store, _ in
            try store.applyWorkspaceRules(by: actor, reason: reason, isPreview: isPreview)
        }
    }

    /// Awaits `explainWorkspace(_:options:trying:named:report:)`.
    public func explainWorkspace(
        _ folder: String, options: WorkspaceOptions = WorkspaceOptions(),
        trying rules: String? = nil,
        named file: String = "the rule file",
        report: @escaping @Sendable (WorkspaceFileExplanation) throws -> Void
    ) async throws {
        try await perform { store, cancellation in
            try store.explainWorkspace(
                folder, options: options, trying: rules, named: file,
                report: cancellation.checked(report))
        }
    }
}
