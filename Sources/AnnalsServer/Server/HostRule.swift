import AnnalsModel
import HTTPTypes

/// By which names clients may call the server: a page of another site that has made a name of its
/// own lead here, or sends requests here, is refused (DNS rebinding).
struct HostRule: Sendable {
    private let names: Set<String>
    private let origins: Set<String>
    private let isSocket: Bool

    init(_ options: ServerOptions) {
        if case .socket = options.address { isSocket = true } else { isSocket = false }
        var names = options.hosts.union(["localhost", "127.0.0.1", "[::1]"])
        if case .network(let host, _) = options.address {
            names.insert(host.contains(":") ? "[\(host)]" : host.lowercased())
        }
        self.names = names
        origins = options.origins
    }

    /// - Throws: A problem for a host or an origin that is not this server's.
    func check(_ head: HTTPRequest) throws(Problem) {
        let host = Self.name(of: head.authority ?? "")
        guard isSocket || names.contains(host) else {
            throw Problem(
                .misdirectedRequest, "unknown_host",
                "this server is not called \(host.quotedForMessage): call it by a name that it has")
        }
        guard let origin = head.headerFields[HTTPField.Name.origin], !origins.contains(origin)
        else { return }
        if origin == "null", Self.isOwnForm(head) { return }
        let parts = origin.split(separator: "/", omittingEmptySubsequences: true)
        let name = parts.count == 2 ? Self.name(of: String(parts[1])) : origin
        guard names.contains(name) else {
            throw Problem(
                .forbidden, "unknown_origin", "pages of \(origin.quotedForMessage) may not do this")
        }
    }

    /// Whether a request whose origin is hidden is of a form of the page, whose documents let
    /// browsers tell nobody where they come from.
    ///
    /// A browser says in a header that no script can set whether it is of the same origin. Where
    /// it says nothing, as over plain HTTP, the key of the form decides.
    private static func isOwnForm(_ head: HTTPRequest) -> Bool {
        let path = head.path ?? ""
        guard !path.hasPrefix("/v1/"), !path.hasPrefix("/mcp"),
            let site = HTTPField.Name("Sec-Fetch-Site")
        else { return false }
        return head.headerFields[site].map { $0 == "same-origin" } ?? true
    }

    /// A host without its port, in small letters.
    private static func name(of authority: String) -> String {
        let text = authority.lowercased()
        guard let colon = text.lastIndex(of: ":"), !text[colon...].contains("]") else {
            return text
        }
        return String(text[..<colon])
    }
}
