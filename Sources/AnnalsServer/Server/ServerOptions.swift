public import AnnalsModel

/// How a server serves.
public struct ServerOptions: Sendable {
    /// Where it listens.
    public enum Address: Sendable, Hashable {
        /// A TCP port of this machine alone; 0 lets the system choose one.
        case loopback(port: Int)
        /// A Unix socket: a file that only those can use who may write it.
        case socket(path: String)
        /// A TCP port of any address, such as `0.0.0.0`: everybody who reaches it needs a token,
        /// and a certificate keeps tokens and events secret on the way.
        case network(host: String, port: Int)
    }

    /// Where it listens.
    public var address: Address
    /// Who acts where a request does not say.
    public var actor: Actor
    /// Names, besides those of loopback, by which clients may call this server in `Host`.
    public var hosts: Set<String> = []
    /// Origins, such as `https://fleet.example`, whose pages may use the server from a browser.
    public var origins: Set<String> = []
    /// By which it shows who it is, and hides what is said; nil for plain HTTP.
    public var certificate: ServerCertificate?
    /// Whether tokens and events may cross a network as plain text.
    public var allowsPlainText = false
    /// By which somebody signs in once without a token, and then may do all; nil where nobody is
    /// invited.
    ///
    /// Everybody else needs a token then.
    package var invitation: PageInvitation?
    /// What one client may take of it.
    public var limits = ServerLimits()

    /// Options with the limits that are usual.
    public init(address: Address, actor: Actor) {
        self.address = address
        self.actor = actor
    }
}
