import Annals
import AnnalsServer
import ArgumentParser
import Foundation
import Logging
import Synchronization

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
        var served = try serverOptions()
        ProcessLimits.allowOpenFiles()
        var logger = Logger(label: "annals") { _ in JSONLogHandler() }
        logger.logLevel = .info
        var store = try options.openToWrite()
        while let port = try serveUntilReplaced(store, served, logger) {
            // Whoever knows the address finds the new store there, too.
            served.address = served.address.on(port: port)
            store = try reopened()
        }
    }

    /// Serves a store, and closes it, until the process is asked to end.
    ///
    /// - Returns: nil then; where another store has its name meanwhile, the port on which it was
    ///   served, or -1 without one.
    private func serveUntilReplaced(
        _ store: Store, _ served: ServerOptions, _ logger: Logger
    ) throws -> Int? {
        defer { store.close() }
        let port = Mutex(-1)
        do throws(StoreError) {
            try serve(store, served, logger) { number in port.withLock { $0 = number ?? -1 } }
            return nil
        } catch {
            guard error.code == .storeReplaced else { throw error }
            logger.warning(
                "Another store has the name: serving that one.",
                metadata: ["store": "\(store.path)"])
            return port.withLock { $0 }
        }
    }

    /// The store that has the name now, which may still be on its way there.
    private func reopened() throws -> Store {
        for _ in 0..<Self.reopenings {
            if let store = try? options.openToWrite() { return store }
            Thread.sleep(forTimeInterval: 0.5)
        }
        return try options.openToWrite()
    }

    /// How often it is tried to open a store that has replaced another one.
    private static let reopenings = 10

    /// Serves a store until the process is asked to end.
    ///
    /// - Throws: `storeReplaced` where another one has its name.
    private func serve(
        _ store: Store, _ served: ServerOptions, _ logger: Logger,
        onPort: @escaping @Sendable (Int?) -> Void
    ) throws(StoreError) {
        let place = place(of: served)
        let serving = ServingUntilEnd(store, served, logger, place: socket ?? "port \(port)")
        try serving.run { [logger] port in
            onPort(port)
            let address = port.map { "\(place):\($0)" } ?? place
            logger.info("Serving.", metadata: ["address": "\(address)", "store": "\(store.path)"])
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

    /// Where it serves, without the port.
    private func place(of served: ServerOptions) -> String {
        if let socket { return socket }
        let host = network.host ?? "127.0.0.1"
        let scheme = served.certificate == nil ? "http" : "https"
        return "\(scheme)://\(host.contains(":") ? "[\(host)]" : host)"
    }
}

extension ServerOptions.Address {
    /// The same place on a port that is known; a socket has none.
    fileprivate func on(port: Int) -> Self {
        switch self {
        case .loopback: .loopback(port: port)
        case .network(let host, _): .network(host: host, port: port)
        case .socket: self
        }
    }
}
