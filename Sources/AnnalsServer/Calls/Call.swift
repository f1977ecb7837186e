import Annals
import AnnalsModel
import HTTPTypes
import Hummingbird
import NIOCore

/// One request to a route: who asks, and what was given.
struct Call: Sendable {
    /// The request as it came.
    let request: Request
    /// What all requests share.
    let core: SharedService
    /// Who makes it.
    let caller: Caller
    /// The media type of the answer, as `Accept` chose it.
    let answerType: MediaType
    private let given: GivenValues

    init(
        _ request: Request, core: SharedService, by caller: Caller, answerType: MediaType,
        given: GivenValues
    ) {
        self.request = request
        self.core = core
        self.caller = caller
        self.answerType = answerType
        self.given = given
    }

    /// The store.
    var store: Store { core.store }

    /// A value that was given; nil if it was not.
    ///
    /// - Throws: `invalidArgument`, and whatever reading it throws.
    func value<Value>(_ parameter: Parameter<Value>) throws(StoreError) -> Value? {
        guard let text = given.texts(of: parameter.description, request).first else { return nil }
        return try parameter.read(text)
    }

    /// A value of the path, which is always there.
    func pathValue<Value>(_ parameter: Parameter<Value>) throws(StoreError) -> Value {
        guard let value = try value(parameter) else {
            preconditionFailure("The route's path has no place \(parameter.description.name).")
        }
        return value
    }

    /// A value of the query without which nothing can be done.
    ///
    /// - Throws: `invalidArgument` if it was not given.
    func requiredValue<Value>(_ parameter: Parameter<Value>) throws(StoreError) -> Value {
        guard let value = try value(parameter) else {
            throw StoreError(
                .invalidArgument, "the parameter \(parameter.description.name) is missing")
        }
        return value
    }

    /// Every value that was given of a parameter that may be repeated.
    func values<Value>(_ parameter: Parameter<Value>) throws(StoreError) -> [Value] {
        try given.texts(of: parameter.description, request).map { text throws(StoreError) in
            try parameter.read(text)
        }
    }

    /// The moment that is asked for; nil if none is.
    ///
    /// - Throws: `notAllowed` for a tag where the caller does not reach tags.
    func moment() throws(StoreError) -> Moment? {
        try value(Parameters.at).map { moment throws(StoreError) in try caller.checked(moment) }
    }

    /// Runs work that may take long, when it is the caller's turn.
    ///
    /// - Parameter isQuestion: Whether it runs SQL that the caller gave.
    func long<Value: Sendable>(
        isQuestion: Bool = false, _ work: @escaping @Sendable (Store) throws -> Value
    ) async throws -> Value {
        try await core.longWork.turn(of: caller.client, isQuestion: isQuestion) { [store] in
            try await store.perform(work)
        }
    }

    /// - Throws: A problem 401 where the token was revoked, or has ended, since the request came.
    func demandStillAllowed() async throws(Problem) {
        guard await !core.access.isStill(caller) else { return }
        throw AccessTable.unauthorized("the token was revoked, or has ended, meanwhile")
    }

    /// The stream that the path names.
    ///
    /// - Throws: `invalidName`; `notAllowed` if the caller does not reach it.
    func stream() throws(StoreError) -> StreamName {
        let stream = try StreamName(
            category: try pathValue(Parameters.category), id: try pathValue(Parameters.id))
        try caller.demand(stream.category)
        return stream
    }

    /// Who acts: the one of the token, else the one that the headers name, else the one that the
    /// server is for.
    func actor() throws(StoreError) -> Actor {
        let kind = try value(Parameters.actorKind)
        let named = try value(Parameters.actorName).map { name throws(StoreError) in
            try Actor(name, kind: kind ?? .agent)
        }
        return try caller.actor(named: named, default: core.options.actor)
    }

    /// An event that the body holds, as its caller may append it.
    ///
    /// - Throws: `notAllowed` for an actor or a category that the caller may not name; what
    ///   reading it throws.
    func event(_ object: JSONObject, by actor: Actor) throws(StoreError) -> NewEvent {
        var event = try caller.checked(try NewEvent(json: object, defaultActor: actor))
        if event.correlation == nil { event.correlation = try traceID() }
        return event
    }

    /// The whole body.
    ///
    /// - Throws: A problem if it is longer than the server takes, or comes too slowly.
    func body() async throws -> [UInt8] {
        do {
            let buffer = try await core.withTime(core.options.limits.bodySeconds) {
                try await request.body.collect(upTo: core.options.limits.bodyBytes)
            }
            // It may have taken its time.
            try await demandStillAllowed()
            return Array(buffer: buffer)
        } catch let error as any HTTPResponseError {
            throw error
        } catch let problem as Problem {
            throw problem
        } catch {
            // What the connection brought is no body, or ended before it was one.
            throw Problem(
                .badRequest, "invalid_body", "the body did not come as the headers announced it")
        }
    }

    /// The body as a JSON value.
    ///
    /// - Parameter isOptional: Whether no body at all is an object without members.
    /// - Throws: `invalidJSON`.
    func json(orEmpty isOptional: Bool = false) async throws -> JSONValue {
        let body = try await body()
        if isOptional, body.isEmpty { return .object([:]) }
        return try body.withUnsafeBufferPointer { bytes throws(StoreError) in
            try JSONValue(parsing: bytes, depthMax: Limits.jsonEnvelopeDepthMax + 1)
        }
    }

    /// The body as a JSON object.
    ///
    /// - Throws: `invalidJSON`.
    ///
    /// - Parameter isOptional: Whether no body at all is an object without members.
    func object(orEmpty isOptional: Bool = false) async throws -> JSONObject {
        let value = try await json(orEmpty: isOptional)
        guard let object = value.asObject else {
            throw StoreError(
                .invalidJSON, "the body is a JSON \(value.kindName): give an object")
        }
        return object
    }
}

/// What a request gave beside its body, by name.
struct GivenValues: Sendable {
    private let path: [String: String]
    private let query: [String: [String]]

    /// Checks what was given in the query against what a route takes.
    ///
    /// - Throws: A problem for a parameter that the route has not, or one that is there twice.
    init(path: [String: String], _ target: RequestTarget, of route: Route) throws(Problem) {
        self.path = path
        var query: [String: [String]] = [:]
        let known = route.parameters.filter { $0.place == .query }
        for (name, value) in target.query {
            guard let parameter = known.first(where: { $0.name == name }) else {
                throw Problem(
                    .badRequest, "invalid_argument",
                    "there is no parameter \(name.quotedForMessage) here"
                        + Spelling.hint(name, among: known.map(\.name)))
            }
            guard parameter.isRepeatable || query[name] == nil else {
                throw Problem(
                    .badRequest, "invalid_argument",
                    "the parameter \(name) is given twice: give it once")
            }
            guard !value.isEmpty || parameter.schema["minLength"] == nil else {
                throw Problem(
                    .badRequest, "invalid_argument",
                    "the parameter \(name) is empty: give it a value, or leave it out")
            }
            query[name, default: []].append(value)
        }
        self.query = query
    }

    /// The texts that were given of a parameter.
    func texts(of parameter: ParameterDescription, _ request: Request) -> [String] {
        switch parameter.place {
        case .path: path[parameter.name].map { [$0] } ?? []
        case .query: query[parameter.name] ?? []
        case .header:
            HTTPField.Name(parameter.name).flatMap { request.headers[$0] }.map { [$0] } ?? []
        }
    }
}
