import Annals
import AnnalsModel
import AnnalsTesting
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Testing

@testable import AnnalsServer

/// A store that is served to a test, without a network between.
struct ServedStore {
    let folder: TemporaryDirectory
    let store: Store
    let server: AnnalsServer

    /// An empty store, or one with some tasks and a configuration.
    init(
        isEmpty: Bool = false, limits: ServerLimits = ServerLimits(), origins: Set<String> = []
    ) throws {
        folder = try TemporaryDirectory()
        store = try Store.create(at: folder.path("annals.db"), by: try Actor("maker"))
        var options = ServerOptions(
            address: .loopback(port: 0), actor: try Actor("keeper", kind: .human))
        options.limits = limits
        options.origins = origins
        server = AnnalsServer(
            store, options, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        guard !isEmpty else { return }
        let tern = try Actor("Tern")
        try store.createTask(TaskDraft("Mend the gauge", id: "A"), by: tern)
        try store.claim("A", by: tern)
        try store.setConfiguration("f.json", to: ["datum": "chart"], by: tern)
        try store.setConfiguration("f.json", to: ["datum": "sea"], by: try Actor("Heron"))
    }

    /// The same store in a server with other options.
    init(_ other: ServedStore, _ options: ServerOptions) {
        (folder, store) = (other.folder, other.store)
        server = AnnalsServer(
            store, options, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    /// Asks something, and gives the answer.
    func ask(
        _ method: HTTPRequest.Method = .get, _ path: String, _ headers: HTTPFields = [:],
        body: String? = nil
    ) async throws -> Answer {
        var headers = headers
        if body != nil, headers[.contentType] == nil { headers[.contentType] = "application/json" }
        let all = headers
        return try await server.application().test(.router) { client in
            let response = try await client.execute(
                uri: path, method: method, headers: all,
                body: body.map { ByteBuffer(string: $0) })
            return Answer(response)
        }
    }

    /// The bytes of an answer.
    func bytes(_ path: String) async throws -> [UInt8] {
        try await server.application().test(.router) { client in
            let response = try await client.execute(uri: path, method: .get)
            return Array(response.body.readableBytesView)
        }
    }

    func close() { store.close() }
}

extension HTTPField.Name {
    static let idempotencyKey = named("Idempotency-Key")
    static let annalsActor = named("Annals-Actor")
    static let annalsActorKind = named("Annals-Actor-Kind")
    static let traceParent = named("traceparent")

    private static func named(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { preconditionFailure("No name: \(text)") }
        return name
    }
}

extension HTTPFields {
    /// The same with one more.
    func with(_ name: HTTPField.Name, _ value: String) -> HTTPFields {
        var fields = self
        fields[name] = value
        return fields
    }
}

/// What was answered.
struct Answer: Sendable {
    let status: Int
    let headers: HTTPFields
    let text: String

    init(_ response: TestResponse) {
        status = response.status.code
        headers = response.headers
        text = String(buffer: response.body)
    }

    /// The body as a JSON object.
    var json: JSONObject {
        get throws { try #require(try JSONValue(parsing: text).asObject, "\(text)") }
    }

    /// The lines of the body as JSON objects.
    var lines: [JSONObject] {
        get throws {
            try text.split(separator: "\n").map { line in
                try #require(try JSONValue(parsing: String(line)).asObject)
            }
        }
    }

    /// The sort of a problem.
    var code: String? { try? json["code"]?.asString }
}
