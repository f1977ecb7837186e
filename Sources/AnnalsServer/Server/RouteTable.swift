import AnnalsModel
import HTTPTypes

/// Every route of a server: what the router finds and the OpenAPI document tells.
struct RouteTable: Sendable {
    /// The routes, in the order of the document.
    let routes: [Route]
    private let byCount: [Int: [Route]]

    /// Every route that there is.
    static let all = RouteTable(
        [
            .appendEvents, .listEvents, .readEvent, .traceEvent, .listStreams, .readDocument,
            .appendToStream, .listStreamEvents, .blameStream, .differences, .listTables, .readTable,
            .query, .bisect, .rollBack, .snapshot, .listCycles, .openCycle, .listTags, .setTag,
            .removeTag, .listProjections, .readProjection, .rebuildProjection, .listAgents,
            .readAgent, .changeAgent, .listTasks, .createTask, .readTask, .changeTask, .claimTask,
            .completeTask, .listMessages, .sendMessage, .readMessage, .finishMessage,
            .listConfigurations, .readConfiguration, .changeConfiguration, .verify, .checkpoint,
            .prove, .takeHook, .answerMessage, .metrics, .live, .ready, .openAPI,
        ])

    init(_ routes: [Route]) {
        self.routes = routes
        var byCount: [Int: [Route]] = [:]
        for route in routes { byCount[route.path.count, default: []].append(route) }
        // Words first: `/v1/events/live` is no position.
        self.byCount = byCount.mapValues { $0.sorted { $0.path.words > $1.path.words } }
    }

    /// What is possible at a path.
    func methods(at parts: [String]) -> [HTTPRequest.Method] {
        (byCount[parts.count] ?? []).filter { $0.path.values(in: parts) != nil }.map(\.method)
    }

    /// The route of a request, and what stands at the places of its path.
    ///
    /// - Throws: A problem: 404 where there is nothing, 405 with `Allow` where there is another
    ///   method.
    func route(
        _ method: HTTPRequest.Method, _ parts: [String]
    ) throws(Problem) -> (route: Route, values: [String: String]) {
        var others: [HTTPRequest.Method] = []
        for route in byCount[parts.count] ?? [] {
            guard let values = route.path.values(in: parts) else { continue }
            if let empty = values.first(where: { $0.value.isEmpty })?.key {
                throw Problem(.notFound, "not_found", "the path has nothing as its \(empty)")
            }
            if route.method == method { return (route, values) }
            others.append(route.method)
        }
        guard !others.isEmpty else {
            throw Problem(
                .notFound, "not_found",
                "there is nothing at this path: /openapi.json says what there is")
        }
        if others.contains(.get) { others.append(.head) }
        let allowed = Set(others.map(\.rawValue)).sorted().joined(separator: ", ")
        var problem = Problem(
            .methodNotAllowed, "method_not_allowed", "here only \(allowed) is possible")
        problem.headers[.allow] = allowed
        throw problem
    }
}
