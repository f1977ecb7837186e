/// What a token allows, and for whom it speaks.
public struct AccessGrant: Hashable, Sendable {
    /// The name by which it is listed and revoked.
    public let name: String
    /// Who acts with it.
    public let actor: Actor
    /// What may be done with it.
    public let rights: Set<AccessRight>
    /// The categories whose streams it reaches; empty for all.
    public let categories: [CategoryPattern]
    /// When it ends; nil for never.
    public let expiresAt: Timestamp?

    /// Describes a grant.
    ///
    /// - Throws: `invalidName` for a name that is none; `invalidArgument` for no right at all, and
    ///   for `query` or `admin` within some categories, since both reach all of them.
    public init(
        name: String, actor: Actor, rights: Set<AccessRight>, categories: [CategoryPattern] = [],
        expiresAt: Timestamp? = nil
    ) throws(StoreError) {
        try Moment.checkTagName(name)
        guard !rights.isEmpty else {
            throw StoreError(
                .invalidArgument, "a token without a right is of no use: say what it may do")
        }
        let whole = rights.intersection([.query, .admin]).sorted()
        if let right = whole.first, !categories.isEmpty {
            throw StoreError(
                .invalidArgument,
                "the right \(right) reaches every category: leave it out, or the categories")
        }
        self.name = name
        self.actor = actor
        self.rights = rights
        self.categories = categories
        self.expiresAt = expiresAt
    }

    /// Whether it allows something.
    public func allows(_ right: AccessRight) -> Bool { rights.contains(right) }

    /// Whether it reaches the streams of a category.
    public func reaches(_ category: String) -> Bool {
        categories.reach(category)
    }

    /// Whether it has ended at a time.
    public func hasEnded(at time: Timestamp) -> Bool {
        expiresAt.map { $0 <= time } ?? false
    }
}
