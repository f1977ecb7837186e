package import Annals
package import AnnalsModel

// The JSON of who may do what over the network.

extension AccessRight: JSONWords {}

extension AccessGrant: JSONResult {
    /// The JSON of a grant.
    package static let shape = JSONShape<AccessGrant>(
        "Grant", "What a token allows, and for whom it speaks.",
        [
            JSONMember("name", \.name, "The name by which it is revoked."),
            JSONMember("actor", \.actor.name, "Who acts with it."),
            JSONMember("kind", \.actor.kind, "What kind of actor that is."),
            JSONMember("may", { $0.rights.sorted() }, "What may be done with it."),
            JSONMember(
                "categories", { $0.categories.map(\.description) },
                "Patterns of the categories that it reaches; empty for all."),
            JSONMember("expires_at", \.expiresAt, "When it ends.", null: "if it does not"),
        ])
}

extension NewAccess: JSONResult {
    /// The JSON of a token that was made.
    package static let shape = JSONShape<NewAccess>(
        "New token", "A token that was made, with its secret, which is shown this once.",
        [
            .all(of: \.grant),
            JSONMember("token", \.token, "The secret that requests bear."),
        ])
}
