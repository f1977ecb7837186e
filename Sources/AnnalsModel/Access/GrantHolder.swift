/// Whoever has a grant, or needs none: what it reaches, and how it is told that it does not.
package protocol GrantHolder {
    /// The grant of its token; nil where none is asked for, and it may do all.
    var grant: AccessGrant? { get }
}

extension GrantHolder {
    /// Whether it reaches every category.
    package var reachesAll: Bool { grant?.categories.isEmpty ?? true }

    /// The category that it reaches, if that is one alone.
    package var onlyCategory: String? { grant?.categories.onlyCategory }

    /// Whether it reaches the streams of a category.
    package func reaches(_ category: String) -> Bool { grant?.reaches(category) ?? true }

    /// Whether it may do something.
    package func allows(_ right: AccessRight) -> Bool { grant?.allows(right) ?? true }

    /// - Throws: `notAllowed` if it may not do something.
    package func demand(_ right: AccessRight) throws(StoreError) {
        guard allows(right) else {
            throw StoreError(.notAllowed, "this token has no right to \(right.rawValue)")
        }
    }

    /// - Throws: `notAllowed` if it does not reach a category: the same whether there is anything
    ///   in it or not.
    package func demand(_ category: String) throws(StoreError) {
        guard reaches(category) else {
            throw StoreError(
                .notAllowed,
                "this token does not reach the category \(category.quotedForMessage)")
        }
    }

    /// - Throws: `notAllowed` if there is a category that it does not reach.
    package func demandAll() throws(StoreError) {
        guard reachesAll else {
            throw StoreError(
                .notAllowed, "this token reaches some categories, and this tells of all")
        }
    }

    /// - Throws: `notAllowed` for a rollback of which it does not reach all, as far as the scope
    ///   tells.
    package func demand(_ scope: RollbackScope) throws(StoreError) {
        if let stream = scope.stream { try demand(stream.category) }
        if let category = scope.category { try demand(category) }
        guard reachesAll || scope.stream != nil || scope.category != nil else {
            throw StoreError(
                .notAllowed,
                "this token reaches some categories: name the stream or the category that is"
                    + " rolled back")
        }
    }
}
