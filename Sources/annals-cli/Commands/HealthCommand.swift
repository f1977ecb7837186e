import Annals
import ArgumentParser

/// `annals health`.
struct HealthCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "health",
        abstract: "Check in some milliseconds whether the store is well, for monitoring.",
        discussion: "The exit code is 1 where something is not.")

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let store = try options.openToRead()
        defer { store.close() }
        let checks = try store.health()
        let rows = options.renderer().rows([
            Column("check", .leading), Column("healthy", .leading), Column("detail", .leading),
        ])
        for check in checks {
            try rows.write([
                .string(check.name), .bool(check.isHealthy), .string(check.advised),
            ])
        }
        try rows.finish()
        let unhealthy = checks.filter { !$0.isHealthy }.map(\.name)
        guard unhealthy.isEmpty else {
            throw StoreError(
                .corrupt,
                "the store is not healthy: see \(unhealthy.joined(separator: ", ")) above")
        }
    }
}

extension StoreCheck {
    /// What was found, with the command that shows more.
    fileprivate var advised: String {
        name == "projection_failures" && detail != "none"
            ? "\(detail), see annals projections failures" : detail
    }
}
