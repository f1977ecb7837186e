import AnnalsModel
import HTTPTypes
import Hummingbird

/// One route: what it takes, what it answers, and what it does.
///
/// The router and the OpenAPI document are made of the same list of these, so that neither has what
/// the other lacks.
struct Route: Sendable {
    /// The method; a route of GET answers HEAD too.
    let method: HTTPRequest.Method
    /// Where it is.
    let path: RoutePath
    /// Its name in clients that are made from the document: one word in camel case.
    let name: String
    /// The heading under which the document lists it.
    let group: String
    /// One line about it.
    let summary: String
    /// What a token must allow for it; nil where no token is asked for.
    let right: AccessRight?
    /// What may be given in path, query and headers; nothing else is taken in the query.
    let parameters: [ParameterDescription]
    /// What the body may be; nil where none is read.
    let body: BodyDescription?
    /// What is answered where nothing is wrong.
    let answers: [AnswerDescription]
    /// Statuses of problems that it has besides those of every route.
    let problems: [HTTPResponse.Status]
    /// Does it.
    let work: @Sendable (Call) async throws -> Response

    /// Whether it is one of the page's, which are for people and not in the document.
    var isPage: Bool { group == Self.pageGroup }

    /// The group of the routes of the page.
    static let pageGroup = "Page"

    /// Describes a route.
    init(
        _ method: HTTPRequest.Method, _ path: RoutePath, _ name: String, in group: String,
        _ summary: String, for right: AccessRight?, _ parameters: [ParameterDescription] = [],
        body: BodyDescription? = nil, _ answers: [AnswerDescription],
        problems: [HTTPResponse.Status] = [],
        work: @escaping @Sendable (Call) async throws -> Response
    ) {
        self.method = method
        self.path = path
        self.name = name
        self.group = group
        self.summary = summary
        self.right = right
        self.parameters = parameters
        self.body = body
        self.answers = answers
        self.problems = problems
        self.work = work
    }
}

/// What the body of a request may be.
struct BodyDescription: Sendable {
    /// The media types that are read, each with the schema of what they hold.
    let content: [(type: MediaType, schema: JSONObject)]
    /// Whether there must be one.
    let isRequired: Bool

    init(_ content: [(type: MediaType, schema: JSONObject)], isRequired: Bool = true) {
        self.content = content
        self.isRequired = isRequired
    }
}

/// What a route answers where nothing is wrong.
struct AnswerDescription: Sendable {
    /// The status.
    let status: HTTPResponse.Status
    /// When it is answered.
    let meaning: String
    /// The media types among which `Accept` chooses, each with the schema of what it holds.
    let content: [(type: MediaType, schema: JSONObject)]
    /// Names of headers that it has, each with what it says.
    let headers: [(name: String, meaning: String)]

    init(
        _ status: HTTPResponse.Status, _ meaning: String,
        _ content: [(type: MediaType, schema: JSONObject)] = [],
        headers: [(name: String, meaning: String)] = []
    ) {
        self.status = status
        self.meaning = meaning
        self.content = content
        self.headers = headers
    }
}
