import HTTPTypes
import Hummingbird

/// Pages of other sites that may use the server from a browser: none but those that are named
/// (Fetch, section 3.3: the protocol that is called CORS).
struct OriginRule: Sendable {
    private let origins: Set<String>

    init(_ options: ServerOptions) {
        origins = options.origins
    }

    /// The answer to a browser that asks whether it may send a request; nil for another request.
    ///
    /// - Parameter methods: What is possible at the path.
    func answer(to request: Request, methods: () -> [HTTPRequest.Method]) -> Response? {
        guard request.method == .options, let origin = allowed(request),
            request.headers[.accessControlRequestMethod] != nil
        else { return nil }
        var response = Response(status: .noContent)
        response.headers[.accessControlAllowOrigin] = origin
        response.headers[.accessControlAllowMethods] =
            methods().map(\.rawValue).sorted().joined(separator: ", ")
        response.headers[.accessControlAllowHeaders] =
            request.headers[.accessControlRequestHeaders] ?? ""
        response.headers[.accessControlMaxAge] = "600"
        response.headers[.vary] = "Origin"
        return response
    }

    /// Says in an answer that its page may read it.
    func mark(_ response: inout Response, to request: Request) {
        guard !origins.isEmpty else { return }
        response.headers[.vary] = "Origin"
        guard let origin = allowed(request) else { return }
        response.headers[.accessControlAllowOrigin] = origin
        response.headers[.accessControlExposeHeaders] =
            "ETag, Link, Location, Retry-After, Annals-Position"
    }

    private func allowed(_ request: Request) -> String? {
        request.headers[.origin].flatMap { origins.contains($0) ? $0 : nil }
    }
}
