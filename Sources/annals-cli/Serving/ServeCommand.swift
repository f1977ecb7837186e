import Annals
import AnnalsServer
import ArgumentParser
import Foundation
import Logging
import ServiceLifecycle
import UnixSignals

/// `annals serve`.
struct ServeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Give the store to programs in any language, over HTTP.",
        discussion: """
            It serves this machine alone, on a port or a Unix socket, until it is asked to end \
            (Ctrl-C, SIGTERM): what is being answered is finished. /openapi.json says what can be \
            asked. The log goes to standard error, a JSON object a line. With --host others reach \
            it: everybody needs a token then.
            """)

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The TCP port; 0 takes a free one.", valueName: "port"))
    var port: UInt16 = 7711

    @Option(
        help: ArgumentHelp(
            "A Unix socket instead, which only this account may use.", valueName: "path"),
        completion: .file())
    var socket: String?

    @OptionGroup var network: NetworkOptions
    @OptionGroup var actor: ActorOptions
    @OptionGroup var options: GlobalOptions

    func validate() throws {
        guard socket == nil || network.isUnused else {
            throw ValidationError("--socket is a file of this machine: no other option fits it.")
        }
    }

    func run() throws {
        let served = try serverOptions()
        let store = try options.openToWrite()
        defer { store.close() }
        ProcessLimits.allowOpenFiles()
        var logger = Logger(label: "annals") { _ in JSONLogHandler() }
        logger.logLevel = .info
        let place = place(of: served)
        let server = AnnalsServer(store, served, logger: logger) { [logger] port in
            let address = port.map { place.replacing(":0", with: ":\($0)") } ?? place
            logger.info("Serving.", metadata: ["address": "\(address)", "store": "\(store.path)"])
        }
        let group = ServiceGroup(
            services: [server], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        do {
            try AwaitedWork.wait { try await group.run() }
        } catch let error as StoreError {
            throw error
        } catch {
            let place = socket ?? "port \(port)"
            throw StoreError(
                .io, "cannot serve on \(place.quotedForMessage): \(error)", cause: error)
        }
    }

    private func serverOptions() throws -> ServerOptions {
        var address = ServerOptions.Address.loopback(port: Int(port))
        if let socket { address = .socket(path: socket) }
        if let host = network.host, !NetworkOptions.isLoopback(host) {
            address = .network(host: host, port: Int(port))
        }
        var served = ServerOptions(address: address, actor: try actor.actor())
        try network.apply(to: &served)
        return served
    }

    /// Where it serves, with `:0` where the port is yet to be known.
    private func place(of served: ServerOptions) -> String {
        if let socket { return socket }
        let host = network.host ?? "127.0.0.1"
        let scheme = served.certificate == nil ? "http" : "https"
        return "\(scheme)://\(host.contains(":") ? "[\(host)]" : host):\(port)"
    }
}
