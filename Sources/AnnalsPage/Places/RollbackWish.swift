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
        if let stream = scope.stream { try visitor.demand(stream.category) }
        if let category = scope.category { try visitor.demand(category) }
        guard visitor.reachesAll || scope.stream != nil || scope.category != nil else {
            throw StoreError(
                .notAllowed,
                "this token reaches some categories: name the stream or the category that is"
                    + " rolled back")
        }
    }

    /// The wish as fields of a form.
    var members: [PageMember] {
        [
            ("stream", scope.stream?.description), ("category", scope.category),
            ("actor", scope.actor), ("correlation", scope.correlation),
        ].compactMap { name, value in value.map { PageMember(name, $0) } }
    }
}
