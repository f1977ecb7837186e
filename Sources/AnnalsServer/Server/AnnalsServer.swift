public import Annals
import AnnalsModel
import HTTPTypes
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
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
    let core: SharedService
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
    /// - Throws: `notAllowed` for a network on which anybody would be let in, or tokens be read;
    ///   `storeReplaced` when another store has taken the file's name: open it, and serve it with a
    ///   server of its own; what listening throws, such as a port that is taken.
    public func run() async throws {
        try await checkAddress()
        let application = try application()
        // The server waits for answers to end before it ends what runs beside it: live events,
        // which have no end of their own, end first.
        try await withGracefulShutdownHandler {
            try await application.run()
        } onGracefulShutdown: { [watch = core.watch] in
            watch.finish()
        }
    }

    private func checkAddress() async throws {
        guard case .network(let host, _) = core.options.address else { return }
        guard core.options.certificate != nil || core.options.allowsPlainText else {
            throw StoreError(
                .notAllowed,
                "on \(host.quotedForMessage) tokens and events would cross the network as plain"
                    + " text: give a certificate, or say that this is meant")
        }
        let grants = try await core.store.perform { store in try store.storedGrants() }
        guard grants?.isEmpty == false else {
            throw StoreError(
                .notAllowed,
                "on \(host.quotedForMessage) everybody needs a token, and there is none: grant"
                    + " access first")
        }
    }

    /// What serves: the routes, behind a server of HTTP.
    func application() throws -> Application<Dispatcher> {
        let limits = core.options.limits
        var channel = HTTP1Channel.Configuration(
            additionalChannelHandlers: [StallHandler(limits)],
            idleTimeout: .milliseconds(Int64(limits.idleSeconds * 1_000)))
        channel.httpDecoder = .init(
            maxHeaderFieldSize: limits.headerBytes, maxHeaderListSize: limits.headerBytes,
            maxHeaderFieldCount: limits.headers)
        var builder = HTTPServerBuilder.http1(configuration: channel)
        if let certificate = core.options.certificate {
            builder = try .tls(
                builder, tlsConfiguration: certificate.configuration(logger: core.logger))
        }
        return Application(
            responder: Dispatcher(core, .all), server: builder,
            configuration: ApplicationConfiguration(
                address: address, serverName: nil,
                availableConnectionsDelegate: MaximumAvailableConnections(limits.connections)),
            services: [core.watch, ReplacementWatch(store: core.store)],
            onServerRunning: { [onRunning] channel in await onRunning(channel.localAddress?.port) },
            logger: core.logger)
    }

    private var address: BindAddress {
        switch core.options.address {
        case .loopback(let port): .hostname("127.0.0.1", port: port)
        case .network(let host, let port): .hostname(host, port: port)
        case .socket(let path): .unixDomainSocket(path: path)
        }
    }
}
