import AnnalsModel
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// What is wrong with a request, or with what it met: problem details (RFC 9457).
struct Problem: Error {
    /// The status.
    let status: HTTPResponse.Status
    /// What sort of problem it is: a ``AnnalsModel/StoreError/Code``, or a word of HTTP's.
    let code: String
    /// One sentence: what is wrong, where, and what to do.
    let detail: String
    /// Where, in figures, as far as that is known.
    var members: JSONObject = [:]
    /// Headers that belong to the answer.
    var headers: HTTPFields = [:]

    init(_ status: HTTPResponse.Status, _ code: String, _ detail: String) {
        self.status = status
        self.code = code
        self.detail = detail
    }

    /// What an error of the store is over HTTP.
    ///
    /// - Parameter wasConditional: Whether the request demanded a version in a header.
    init(_ error: StoreError, wasConditional: Bool = false) {
        let isUnmet = wasConditional && error.code == .versionConflict
        self.init(
            isUnmet ? .preconditionFailed : error.code.status, error.code.description,
            error.message)
        members["position"] = error.position.map { .number(JSONNumber($0)) }
        var cause = error.cause
        if let refusal = cause as? BatchRefusal {
            members["index"] = .number(JSONNumber(Int64(refusal.index)))
            cause = refusal.cause
        }
        if let syntax = cause as? JSONSyntaxError {
            members["line"] = .number(JSONNumber(Int64(syntax.location.line)))
            members["column"] = .number(JSONNumber(Int64(syntax.location.column)))
        }
        if let seconds = error.code.retrySeconds {
            headers[.retryAfter] = String(seconds)
        }
    }

    /// What any error is: what is not known to be safe to tell is not told.
    init(of error: any Error, wasConditional: Bool = false) {
        switch error {
        case let problem as Problem: self = problem
        case let error as StoreError: self.init(error, wasConditional: wasConditional)
        case let error as any HTTPResponseError where error.status == .contentTooLarge:
            self.init(
                .contentTooLarge, "too_large",
                "the body is longer than is taken: send less at once")
        default:
            self.init(
                .internalServerError, "internal",
                "the server could not answer: its log says why")
        }
    }

    /// The problem as JSON.
    var json: JSONObject {
        var object: JSONObject = [
            "type": .string("urn:annals:problem:\(code)"),
            "title": .string(code.replacing("_", with: " ")),
            "status": .number(JSONNumber(Int64(status.code))), "code": .string(code),
            "detail": .string(detail),
        ]
        for (name, value) in members { object[name] = value }
        return object
    }

    /// The answer.
    var response: Response {
        var headers = headers
        headers[.contentType] = MediaType.problem.rawValue
        headers[.cacheControl] = "no-store"
        return Response(
            status: status, headers: headers, body: ResponseBody(json: .object(json)))
    }

    /// The schema of a problem.
    static let schema = JSONSchema.object(
        [
            ("type", ["type": "string", "format": "uri"]), ("title", ["type": "string"]),
            ("status", ["type": "integer"]), ("code", ["type": "string"]),
            ("detail", ["type": "string"]), ("position", ["type": "integer"]),
            ("index", ["type": "integer"]), ("line", ["type": "integer"]),
            ("column", ["type": "integer"]),
        ], optional: ["position", "index", "line", "column"])
}

extension Logger {
    /// Tells what went wrong in the server; what is wrong with a request is the client's alone.
    func tell(of error: any Error, as problem: Problem) {
        guard problem.status.kind == .serverError else { return }
        self.error(
            "A request failed.", metadata: ["error": "\(error)", "code": "\(problem.code)"])
    }
}

extension StoreError.Code {
    /// The status that says it in the terms of HTTP.
    var status: HTTPResponse.Status {
        switch self {
        case .invalidJSON, .invalidName, .invalidPointer, .invalidArgument, .invalidMoment,
            .projectionInvalid, .sqlRefused:
            .badRequest
        case .beyondHead, .notFound: .notFound
        case .versionConflict, .taken, .cycleBehind, .cycleJump, .retained, .storeExists,
            .projectionRefused:
            .conflict
        case .idReused, .timeLimit: .unprocessableContent
        case .reserved, .readOnly, .notAllowed: .forbidden
        case .tooLarge: .contentTooLarge
        case .busy, .io, .storeReplaced, .storeMissing, .interrupted: .serviceUnavailable
        case .unsupported: .notImplemented
        default: .internalServerError
        }
    }

    /// After how many seconds it may be tried again.
    var retrySeconds: Int? {
        switch self {
        case .busy: 1
        case .io, .storeReplaced, .storeMissing, .interrupted: 10
        default: nil
        }
    }
}
