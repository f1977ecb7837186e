/// One fast check of a store, for monitoring.
public struct StoreCheck: Sendable, Hashable {
    /// What was looked at, in snake_case.
    public let name: String
    /// Whether it is as it should be.
    public let isHealthy: Bool
    /// One sentence about what was found.
    public let detail: String

    /// Creates a check of its parts.
    package init(name: String, isHealthy: Bool, detail: String) {
        self.name = name
        self.isHealthy = isHealthy
        self.detail = detail
    }
}
