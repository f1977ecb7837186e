import Annals
import AnnalsJSON
import AnnalsServer
import ArgumentParser
import Logging

/// `annals open`.
struct OpenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "open",
        abstract: "Look at the store in a browser.",
        discussion: """
            It serves the page on a free port of this machine until it is asked to end (Ctrl-C), \
            prints its address and opens it in a browser: $BROWSER, else the usual one. The \
            address signs in once, within a minute, and who is signed in may do all, whatever \
            grants there are. Everybody else needs a token.
            """)

    @Flag(name: .customLong("no-browser"), help: "Only print the address.")
    var withoutBrowser = false

    @OptionGroup var actor: ActorOptions
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let actor = try actor.actor()
        let store = try options.openToNote()
        defer { store.close() }
        ProcessLimits.allowOpenFiles()
        var logger = Logger(label: "annals") { _ in JSONLogHandler() }
        logger.logLevel = .warning
        let invitation = PageInvitation()
        var served = ServerOptions(address: .loopback(port: 0), actor: actor)
        served.invitation = invitation
        let browser = withoutBrowser ? nil : Browser()
        defer { browser?.forget() }
        let format = options.format
        let serving = ServingUntilEnd(store, served, logger, place: "127.0.0.1")
        try serving.run { port in
            let address = "http://127.0.0.1:\(port ?? 0)\(invitation.path)"
            // Where nobody reads the output, the browser may still show the page.
            try? Self.tell(address, as: format)
            browser?.open(address)
        }
    }

    private static func tell(_ address: String, as format: OutputFormat) throws {
        let renderer = Renderer(format: format, output: .standard())
        guard format == .table || format == .value else {
            return try renderer.object(OpenedPage(address: address))
        }
        try renderer.output.writeLine(address)
        try renderer.output.flush()
    }
}
