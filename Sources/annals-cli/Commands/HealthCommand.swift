import Annals
import AnnalsJSON
import ArgumentParser

/// `annals health`.
struct HealthCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "health",
        abstract: "Check within milliseconds whether the store is healthy, for monitoring.",
        discussion: "The exit code is 1 if a check fails.")

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let store = try options.openToRead()
        defer { store.close() }
        let checks = try store.health()
        let rows = try options.renderer().rows(of: StoreCheck.self)
        for check in checks { try rows.write(check.advised) }
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
    /// The check with the command that shows more.
    fileprivate var advised: StoreCheck {
        guard name == "projection_failures", detail != "none" else { return self }
        return StoreCheck(
            name: name, isHealthy: isHealthy, detail: "\(detail), see annals projections failures")
    }
}
