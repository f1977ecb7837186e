import AnnalsLog

/// Names that belong to the store or to SQLite, so that no projection may take them.
enum ReservedNames {
    /// The store's own tables and views, in lower case.
    static let ofStore = Format.ownNames

    /// The beginnings of names that SQLite and Annals keep for themselves, in lower case.
    static let prefixes = ["sqlite_", "annals_", "pragma_"]
}
