import Annals
import AnnalsJSON
import ArgumentParser

/// `annals access`.
struct AccessCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "access",
        abstract: "Say who may do what over the network.",
        subcommands: [GrantAccess.self, RevokeAccess.self, ListAccess.self],
        defaultSubcommand: ListAccess.self)
}

/// `annals access grant`.
struct GrantAccess: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grant",
        abstract: "Make a token, and print it this once.",
        discussion: """
            Once there is a token, the server asks every request for one. The token says who acts: \
            a request that names another is refused, unless the token may impersonate. The store \
            keeps its SHA-256 alone.
            """)

    @Argument(help: "A name by which it is listed and revoked.")
    var name: String

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Who acts with it (default: the name).", valueName: "name"),
        completion: .stored(.actors))
    var actor: String?

    @Option(
        help: ArgumentHelp(
            "Rights, with commas: read, append, query, rollback, impersonate, admin.",
            valueName: "a,b"))
    var may: String

    @Option(
        help: ArgumentHelp(
            "Only streams of this category, or of those that begin so (gauge*); may be repeated.",
            valueName: "category"),
        completion: .stored(.categories))
    var category: [String] = []

    @Option(
        help: ArgumentHelp("When it ends: 90d, 12w, 6mo, 2y.", valueName: "period"))
    var expires: String?

    @Option(parsing: .unconditional, help: ArgumentHelp("Why.", valueName: "text"))
    var reason: String?

    @OptionGroup var who: ActorOptions
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let kind = try who.kind.map { text throws(StoreError) in try Actor.Kind(text) }
        let rights = try may.split(separator: ",").map { word throws(StoreError) in
            try AccessRight(String(word))
        }
        let grant = try AccessGrant(
            name: name, actor: try Actor(actor ?? name, kind: kind ?? .agent),
            rights: Set(rights),
            categories: try category.map { text throws(StoreError) in try CategoryPattern(text) },
            expiresAt: try expires.map { text throws(StoreError) in
                try RetentionPeriod(text).end(after: .now)
            })
        // The kind is that of whom the token is for.
        var granter = who
        granter.kind = nil
        let by = try granter.actor()
        let store = try options.openToWrite()
        defer { store.close() }
        try options.renderer().object(try store.grantAccess(grant, by: by, reason: reason))
    }
}

/// `annals access revoke`.
struct RevokeAccess: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "Take a token back, within a second, from open connections too.")

    @Argument(help: "The name of the grant.")
    var name: String

    @Option(parsing: .unconditional, help: ArgumentHelp("Why.", valueName: "text"))
    var reason: String?

    @OptionGroup var who: ActorOptions
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let by = try who.actor()
        let store = try options.openToWrite()
        defer { store.close() }
        try options.renderer().receipt(try store.revokeAccess(name, by: by, reason: reason))
    }
}

/// `annals access list`.
struct ListAccess: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List what is granted, without the secrets.")

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let store = try options.openToRead()
        defer { store.close() }
        let rows = try options.renderer().rows(of: AccessGrant.self)
        for grant in try store.accessGrants() { try rows.write(grant) }
        try rows.finish()
    }
}
