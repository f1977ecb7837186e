package import AnnalsModel

/// Who looks at the page, and what may be seen and done.
package struct PageVisitor: Sendable {
    /// The grant of the token that was signed in with; nil where none is asked for.
    package let grant: AccessGrant?
    /// What every form that changes something must send back, so that no other site can.
    package let formKey: String

    /// Describes a visitor.
    package init(grant: AccessGrant?, formKey: String) {
        self.grant = grant
        self.formKey = formKey
    }

    /// Whether every category may be seen.
    var reachesAll: Bool { grant?.categories.isEmpty ?? true }

    /// Whether the streams of a category may be seen.
    func reaches(_ category: String) -> Bool { grant?.reaches(category) ?? true }

    /// Whether something may be done.
    func allows(_ right: AccessRight) -> Bool { grant?.allows(right) ?? true }

    /// The category that may be seen, if that is one alone.
    package var onlyCategory: String? {
        guard let pattern = grant?.categories.first, grant?.categories.count == 1,
            !pattern.description.hasSuffix("*")
        else { return nil }
        return pattern.description
    }

    /// - Throws: `notAllowed` for a category that may not be seen, be there anything in it or not.
    func demand(_ category: String) throws(StoreError) {
        guard reaches(category) else {
            throw StoreError(
                .notAllowed,
                "this token does not reach the category \(category.quotedForMessage)")
        }
    }

    /// - Throws: `notAllowed` where there is a category that may not be seen.
    func demandAll() throws(StoreError) {
        guard reachesAll else {
            throw StoreError(
                .notAllowed, "this token reaches some categories, and this tells of all")
        }
    }

    /// Whether a place can be led to.
    func canSee(_ place: PagePlace) -> Bool {
        switch place {
        case .tables, .table, .query: allows(.query)
        case .actors, .actor, .integrity, .reports: reachesAll
        case .tasks: reaches("task")
        case .files: reaches(StreamName.fileCategory)
        case .rollback: allows(.rollback)
        default: true
        }
    }
}
