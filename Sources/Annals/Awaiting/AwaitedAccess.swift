public import AnnalsModel

// Who may do what, awaited.

extension Store {
    /// Awaits `grantAccess(_:by:reason:)`.
    @discardableResult
    public func grantAccess(
        _ grant: AccessGrant, by actor: Actor, reason: String? = nil
    ) async throws -> NewAccess {
        try await perform { store in try store.grantAccess(grant, by: actor, reason: reason) }
    }

    /// Awaits `revokeAccess(_:by:reason:)`.
    @discardableResult
    public func revokeAccess(
        _ name: String, by actor: Actor, reason: String? = nil
    ) async throws -> Receipt {
        try await perform { store in try store.revokeAccess(name, by: actor, reason: reason) }
    }

    /// Awaits `accessGrants()`.
    public func accessGrants() async throws -> [AccessGrant] {
        try await perform { store in try store.accessGrants() }
    }
}
