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
    private let hosts: HostRule
    private let origins: OriginRule

    init(_ core: SharedService, _ table: RouteTable) {
        self.core = core
        self.table = table
        hosts = HostRule(core.options)
        origins = OriginRule(core.options)
    }

    /// Answers a request.
    func respond(to request: Request, context: Context) async throws -> Response {
        let isConditional = request.headers[.ifMatch] != nil || request.headers[.ifNoneMatch] != nil
        let began = ContinuousClock.now
        var asked = Asked()
        var response: Response
        do {
            response = try await answer(request, &asked)
        } catch {
            let problem = Problem(of: error, wasConditional: isConditional)
            context.logger.tell(of: error, as: problem)
            noteRefusal(problem, asked)
            response =
                isForPeople(request, asked)
                ? PageAnswer.response(to: problem, of: request) : problem.response
            // What is left of a body is not read, so nothing can follow it on this connection.
            if request.method != .get, request.method != .head {
                response.headers[.connection] = "close"
            }
        }
        origins.mark(&response, to: request)
        response.headers.set("X-Content-Type-Options", "nosniff")
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        core.metrics.note(
            request.method, route: asked.route?.path, response.status,
            (ContinuousClock.now - began) / .seconds(1))
        return request.method == .head ? response.createHeadResponse() : response
    }

    /// Whether a person reads the answer: the page's own routes, and what a browser asks for that
    /// is nowhere.
    private func isForPeople(_ request: Request, _ asked: Asked) -> Bool {
        guard let route = asked.route else {
            let isOfInterface = request.head.path?.hasPrefix("/v1/") ?? true
            return !isOfInterface
                && request.headers[.accept]?.hasPrefix(MediaType.html.rawValue) == true
        }
        return route.isPage
    }

    /// What is known of a request when it is answered, or refused.
    private struct Asked {
        var route: Route?
        var caller: Caller?
    }

    /// Counts a request that was refused for who made it, and keeps it in the log.
    private func noteRefusal(_ problem: Problem, _ asked: Asked) {
        let statuses: [HTTPResponse.Status] = [
            .unauthorized, .forbidden, .misdirectedRequest, .tooManyRequests,
        ]
        // Who opens the page without having signed in is asked to, and not refused.
        let isAsked = asked.route?.isPage == true && problem.status == .unauthorized
        guard statuses.contains(problem.status), !isAsked else { return }
        core.refusals.note(
            asked.caller?.grant, problem.code,
            route: asked.route.map { "\($0.method.rawValue) \($0.path)" } ?? "none")
    }

    private func answer(_ request: Request, _ asked: inout Asked) async throws -> Response {
        try hosts.check(request.head)
        try checkText(request.headers)
        let target = try RequestTarget(request.head.path ?? "")
        if let answer = origins.answer(
            to: request, methods: { table.methods(at: target.parts) })
        {
            return answer
        }
        let method = request.method == .head ? .get : request.method
        let found = try table.route(method, target.parts)
        asked.route = found.route
        let caller = try await caller(request, found.route, &asked)
        let given = try GivenValues(path: found.values, target, of: found.route)
        let offered = found.route.answers.first?.content.map(\.type) ?? []
        let call = Call(
            request, core: core, by: caller,
            answerType: try answerType(request, offered), given: given)
        try checkContentType(request, found.route)
        try checkConditions(request, found.route)
        return try await found.route.work(call)
    }

    /// - Throws: A problem for a header that is no UTF-8: what is read instead of such bytes is
    ///   what nobody wrote.
    private func checkText(_ headers: HTTPFields) throws(Problem) {
        for field in headers where field.value.unicodeScalars.contains("\u{FFFD}") {
            let isText = field.withUnsafeBytesOfValue { bytes in
                String(validating: bytes, as: UTF8.self) != nil
            }
            guard !isText else { continue }
            throw Problem(
                .badRequest, "invalid_argument",
                "the header \(field.name.rawName) is no text in UTF-8")
        }
    }

    /// - Throws: A problem for a header on which it hinges whether something is changed, and which
    ///   the route does not read: to pass over it would be to change what was not to be changed.
    private func checkConditions(_ request: Request, _ route: Route) throws(Problem) {
        guard route.method != .get else { return }
        for name in ["Idempotency-Key", "If-Match", "If-None-Match"] {
            guard let field = HTTPField.Name(name), request.headers[field] != nil,
                !route.parameters.contains(where: { $0.place == .header && $0.name == name })
            else { continue }
            throw Problem(
                .badRequest, "invalid_argument",
                "\(route.method.rawValue) \(route.path) does not take the header \(name): leave it"
                    + " out")
        }
    }

    private func caller(
        _ request: Request, _ route: Route, _ asked: inout Asked
    ) async throws -> Caller {
        guard let right = route.right else { return Caller(grant: nil, isAnybody: true) }
        let caller = try await self.caller(request, of: route)
        asked.caller = caller
        if let grant = caller.grant { try core.rate.take(for: grant.name) }
        try caller.demand(right)
        return caller
    }

    /// Who makes a request: whoever bears its token, or signed in to the page where that reads, or
    /// is the page's own.
    private func caller(_ request: Request, of route: Route) async throws -> Caller {
        let reads = request.method == .get || request.method == .head
        guard request.headers[.authorization] == nil, reads || route.isPage,
            let session = core.sessions.session(of: request.headers)
        else { return try await core.access.caller(request.head) }
        guard let digest = session.digest else { return Caller(grant: nil, isKeeper: true) }
        guard let caller = try await core.access.caller(bearing: digest) else {
            core.sessions.end(session)
            throw AccessTable.unauthorized("the token of this session has ended")
        }
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
        if let encoding = request.headers[.contentEncoding], encoding.lowercased() != "identity" {
            var problem = Problem(
                .unsupportedMediaType, "unsupported_media_type",
                "a body in the encoding \(encoding.quotedForMessage) is not read: send it as it is")
            problem.headers[.acceptEncoding] = "identity"
            throw problem
        }
        // A CloudEvent whose attributes are headers may have data of any type.
        guard let body = route.body,
            !(body.content.contains { $0.type == .cloudEvent }
                && GivenCloudEvents.isBinary(request))
        else { return }
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
