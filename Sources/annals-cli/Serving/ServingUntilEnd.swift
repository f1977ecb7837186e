import Annals
import AnnalsServer
import Logging
import ServiceLifecycle
import UnixSignals

/// A store that is served until the process is asked to end.
struct ServingUntilEnd {
    private let store: Store
    private let options: ServerOptions
    private let logger: Logger
    private let place: String

    /// - Parameter place: Where it is served, for messages.
    init(_ store: Store, _ options: ServerOptions, _ logger: Logger, place: String) {
        self.store = store
        self.options = options
        self.logger = logger
        self.place = place
    }

    /// Serves.
    ///
    /// - Parameter onPort: Gets the port once it listens; nil on a socket.
    /// - Throws: `storeReplaced` where another store has its name; `io` where it cannot listen.
    func run(onPort: @escaping @Sendable (Int?) -> Void) throws(StoreError) {
        let server = AnnalsServer(store, options, logger: logger) { port in onPort(port) }
        let group = ServiceGroup(
            services: [server], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        do {
            try AwaitedWork.wait { try await group.run() }
        } catch let error as StoreError {
            throw error
        } catch {
            throw StoreError(
                .io, "cannot serve on \(place.quotedForMessage): \(error)", cause: error)
        }
    }
}
