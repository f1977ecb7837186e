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
            asked. The log goes to standard error, a JSON object a line.
            """)

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The TCP port on 127.0.0.1; 0 takes a free one.", valueName: "port"))
    var port: UInt16 = 7711

    @Option(
        help: ArgumentHelp(
            "A Unix socket instead, which only this account may use.", valueName: "path"),
        completion: .file())
    var socket: String?

    @OptionGroup var actor: ActorOptions
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let store = try options.openToWrite()
        defer { store.close() }
        let address: ServerOptions.Address =
            socket.map { .socket(path: $0) } ?? .loopback(port: Int(port))
        var logger = Logger(label: "annals") { _ in JSONLogHandler() }
        logger.logLevel = .info
        let socket = socket
        let server = AnnalsServer(
            store, ServerOptions(address: address, actor: try actor.actor()), logger: logger
        ) { [logger] port in
            let place = port.map { "http://127.0.0.1:\($0)" } ?? socket ?? ""
            logger.info("Serving.", metadata: ["address": "\(place)", "store": "\(store.path)"])
        }
        let group = ServiceGroup(
            services: [server], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        do {
            try AwaitedWork.wait { try await group.run() }
        } catch {
            let place = socket ?? "port \(port)"
            throw StoreError(
                .io, "cannot serve on \(place.quotedForMessage): \(error)", cause: error)
        }
    }
}
