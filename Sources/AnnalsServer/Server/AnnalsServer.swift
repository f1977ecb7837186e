public import Annals
import AnnalsModel
import HTTPTypes
import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
public import ServiceLifecycle
import Synchronization

/// One store over HTTP: for programs in any language, for browsers, for agents.
///
/// ```swift
/// let options = ServerOptions(address: .socket(path: path), actor: try Actor("services"))
/// let server = AnnalsServer(store, options, logger: Logger(label: "annals"))
/// try await ServiceGroup(services: [server], logger: server.logger).run()
/// ```
///
/// It is a service of swift-service-lifecycle, so that a program can run it beside its own. The
/// store is the caller's: it stays open when the server ends.
public struct AnnalsServer: Service {
    private let core: SharedService
    private let onRunning: @Sendable (_ port: Int?) async -> Void

    /// Makes a server, which serves once it is run.
    ///
    /// - Parameters:
    ///   - store: What is served, opened for writing where requests may write.
    ///   - options: Where and how.
    ///   - logger: Gets what happens to the server; one line for each request that fails in it.
    ///   - onRunning: Is told once that it listens, and on which port; nil on a Unix socket.
    public init(
        _ store: Store, _ options: ServerOptions, logger: Logger,
        onRunning: @escaping @Sendable (_ port: Int?) async -> Void = { _ in }
    ) {
        core = SharedService(store: store, options: options, logger: logger)
        self.onRunning = onRunning
    }

    /// The log of the server.
    public var logger: Logger { core.logger }

    /// Serves until the service is shut down: requests that are being answered are finished,
    /// followers of live events are let go of.
    ///
    /// - Throws: What listening throws, such as a port that is taken.
    public func run() async throws { try await application.run() }

    /// What serves: the routes, behind a server of HTTP.
    var application: Application<Dispatcher> {
        let limits = core.options.limits
        var channel = HTTP1Channel.Configuration(
            idleTimeout: .milliseconds(Int64(limits.idleSeconds * 1_000)))
        channel.httpDecoder = .init(
            maxHeaderFieldSize: limits.headerBytes, maxHeaderListSize: limits.headerBytes,
            maxHeaderFieldCount: limits.headers)
        return Application(
            responder: Dispatcher(core, .all), server: .http1(configuration: channel),
            configuration: ApplicationConfiguration(
                address: address, serverName: nil,
                availableConnectionsDelegate: MaximumAvailableConnections(limits.connections)),
            services: [core.watch],
            onServerRunning: { [onRunning] channel in await onRunning(channel.localAddress?.port) },
            logger: core.logger)
    }

    private var address: BindAddress {
        switch core.options.address {
        case .loopback(let port): .hostname("127.0.0.1", port: port)
        case .socket(let path): .unixDomainSocket(path: path)
        }
    }
}
