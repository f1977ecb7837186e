import AnnalsModel
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// Finds the route of a request, and makes a problem of whatever goes wrong.
struct Dispatcher: HTTPResponder {
    typealias Context = BasicRequestContext

    private let core: SharedService
    private let table: RouteTable

    init(_ core: SharedService, _ table: RouteTable) {
        self.core = core
        self.table = table
    }

    /// Answers a request.
    func respond(to request: Request, context: Context) async throws -> Response {
        let isConditional = request.headers[.ifMatch] != nil || request.headers[.ifNoneMatch] != nil
        var response: Response
        do {
            response = try await answer(request)
        } catch {
            let problem = Problem(of: error, wasConditional: isConditional)
            if problem.status.kind == .serverError {
                context.logger.error(
                    "A request failed.", metadata: ["error": "\(error)", "code": "\(problem.code)"])
            }
            response = problem.response
            // What is left of a body is not read, so nothing can follow it on this connection.
            if request.method != .get, request.method != .head {
                response.headers[.connection] = "close"
            }
        }
        response.headers.set("X-Content-Type-Options", "nosniff")
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        return request.method == .head ? response.createHeadResponse() : response
    }

    private func answer(_ request: Request) async throws -> Response {
        try HostRule(core.options).check(request.head)
        let target = try RequestTarget(request.head.path ?? "")
        let method = request.method == .head ? .get : request.method
        let found = try table.route(method, target.parts)
        let caller = try await caller(request, found.route)
        let given = try GivenValues(path: found.values, target, of: found.route)
        let offered = found.route.answers.first?.content.map(\.type) ?? []
        let call = Call(
            request, core: core, by: caller,
            answerType: try answerType(request, offered), given: given)
        try checkContentType(request, found.route)
        return try await found.route.work(call)
    }

    private func caller(_ request: Request, _ route: Route) async throws -> Caller {
        guard let right = route.right else { return Caller(grant: nil) }
        let caller = try await core.access.caller(request.head)
        try caller.demand(right)
        return caller
    }

    private func answerType(_ request: Request, _ offered: [MediaType]) throws(Problem) -> MediaType
    {
        guard !offered.isEmpty else { return .json }
        guard let type = MediaType.chosen(by: request.headers[.accept], of: offered) else {
            throw Problem(
                .notAcceptable, "not_acceptable",
                "this can be had as \(offered.map(\.rawValue).joined(separator: ", "))")
        }
        return type
    }

    private func checkContentType(_ request: Request, _ route: Route) throws(Problem) {
        guard let body = route.body else { return }
        guard let given = request.headers[.contentType] else {
            guard !body.isRequired || request.headers[.contentLength] == "0" else {
                throw Self.unsupported(body)
            }
            return
        }
        guard body.content.contains(where: { $0.type.isType(of: given) }) else {
            throw Self.unsupported(body)
        }
    }

    private static func unsupported(_ body: BodyDescription) -> Problem {
        let types = body.content.map(\.type.rawValue).joined(separator: ", ")
        return Problem(
            .unsupportedMediaType, "unsupported_media_type",
            "say in Content-Type what the body is: here it may be \(types)")
    }
}
