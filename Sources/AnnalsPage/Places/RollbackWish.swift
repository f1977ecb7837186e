package import AnnalsModel

/// What is to be taken back: to which moment, and whose events.
package struct RollbackWish: Sendable {
    /// The moment whose state comes back; nil where none was named yet.
    package let to: Moment?
    /// Whose events are taken back.
    package let scope: RollbackScope

    /// Describes a rollback.
    ///
    /// - Throws: `notAllowed` where the visitor may not take back what is meant.
    package init(
        to: Moment?, _ scope: RollbackScope, for visitor: PageVisitor
    ) throws(StoreError) {
        self.to = to
        self.scope = scope
        guard to != nil else { return }
        try visitor.demand(scope)
    }

    /// The wish as fields of a form.
    var members: [PageMember] {
        [
            ("stream", scope.stream?.description), ("category", scope.category),
            ("actor", scope.actor), ("correlation", scope.correlation),
        ].compactMap { name, value in value.map { PageMember(name, $0) } }
    }
}
