public import AnnalsModel

/// Who calls tools, and what it may do with them.
public struct ToolAccess: Sendable, Hashable {
    /// Who acts: what is recorded and rolled back is so by this actor.
    public let actor: Actor
    /// Whether it may read.
    public var mayRead = true
    /// Whether it may run SQL, which sees everything.
    public var mayQuery: Bool
    /// Whether it may append events.
    public var mayAppend: Bool
    /// Whether it may roll back.
    public var mayRollback: Bool
    /// The categories that it reaches; empty for all.
    public let categories: [CategoryPattern]
    /// The name of its grant, by which its turns are counted; nil where it has none.
    package var client: String?

    /// Says who acts and what it may do; reading is always allowed unless it is taken away.
    public init(
        actor: Actor, mayQuery: Bool = true, mayAppend: Bool = false, mayRollback: Bool = false,
        categories: [CategoryPattern] = []
    ) {
        self.actor = actor
        self.mayQuery = mayQuery
        self.mayAppend = mayAppend
        self.mayRollback = mayRollback
        self.categories = categories
    }

    /// Whether it reaches every category.
    public var reachesAll: Bool { categories.isEmpty }

    /// Whether it reaches the streams of a category.
    public func reaches(_ category: String) -> Bool { categories.reach(category) }

    /// The category that it reaches, if that is one alone.
    var onlyCategory: String? { categories.onlyCategory }

    /// - Throws: `notAllowed` if it does not reach a category: the same whether there is anything
    ///   in it or not.
    func demand(_ category: String) throws(StoreError) {
        guard reaches(category) else {
            throw StoreError(
                .notAllowed,
                "you do not reach the category \(category.quotedForMessage)")
        }
    }
}
