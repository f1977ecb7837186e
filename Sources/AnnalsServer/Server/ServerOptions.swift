public import AnnalsModel

/// How a server serves.
public struct ServerOptions: Sendable {
    /// Where it listens.
    public enum Address: Sendable, Hashable {
        /// A TCP port of this machine alone; 0 lets the system choose one.
        case loopback(port: Int)
        /// A Unix socket: a file that only those can use who may write it.
        case socket(path: String)
    }

    /// Where it listens.
    public var address: Address
    /// Who acts where a request does not say.
    public var actor: Actor
    /// Names, besides those of loopback, by which clients may call this server in `Host`.
    public var hosts: Set<String> = []
    /// What one client may take of it.
    public var limits = ServerLimits()

    /// Options with the limits that are usual.
    public init(address: Address, actor: Actor) {
        self.address = address
        self.actor = actor
    }
}
