package import AnnalsModel

/// Who looks at the page, and what may be seen and done.
package struct PageVisitor: GrantHolder, Sendable {
    /// The grant of the token that was signed in with; nil where none is asked for.
    package let grant: AccessGrant?
    /// What every form that changes something must send back, so that no other site can.
    package let formKey: String

    /// Describes a visitor.
    package init(grant: AccessGrant?, formKey: String) {
        self.grant = grant
        self.formKey = formKey
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
