import Annals
import AnnalsServer
import ArgumentParser

/// Options of a server that others than this machine reach.
struct NetworkOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Another address than 127.0.0.1, like 0.0.0.0: needs grants, and a certificate.",
            valueName: "address"))
    var host: String?

    @Option(
        help: ArgumentHelp("The certificate with its chain, in PEM.", valueName: "path"),
        completion: .file())
    var tlsCert: String?

    @Option(
        help: ArgumentHelp("The private key of the certificate, in PEM.", valueName: "path"),
        completion: .file())
    var tlsKey: String?

    @Flag(help: "With --host and no certificate: tokens cross the network as plain text.")
    var insecure = false

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "A name by which clients call the server; may be repeated.", valueName: "name"))
    var name: [String] = []

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "Pages of this origin may use it, like https://fleet.example; may be repeated.",
            valueName: "origin"))
    var origin: [String] = []

    func validate() throws {
        guard (tlsCert == nil) == (tlsKey == nil) else {
            throw ValidationError("Give --tls-cert and --tls-key, or neither of them.")
        }
        for origin in origin {
            guard origin.wholeMatch(of: /https?:\/\/[^\/\s?#]+/) != nil else {
                throw ValidationError(
                    "\(origin.quotedForMessage) is no origin: give scheme and host alone, like "
                        + "https://fleet.example.")
            }
        }
    }

    /// Whether none was given.
    var isUnused: Bool { host == nil && tlsCert == nil && name.isEmpty && !insecure }

    /// Whether an address is this machine's alone.
    static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "127.0.0.1"
    }

    /// Sets what was given.
    func apply(to options: inout ServerOptions) throws {
        options.hosts.formUnion(name.map { $0.lowercased() })
        options.origins.formUnion(origin)
        options.allowsPlainText = insecure
        if let tlsCert, let tlsKey {
            options.certificate = try ServerCertificate(certificate: tlsCert, key: tlsKey)
        }
    }
}
