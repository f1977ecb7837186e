import AnnalsModel
import HTTPTypes

/// Every route of a server: what the router finds and the OpenAPI document tells.
struct RouteTable: Sendable {
    /// The routes of the interface, in the order of the document.
    let routes: [Route]
    /// The routes of the page, of which the document tells nothing.
    let page: [Route]
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
        ],
        page: Route.ofPage)

    init(_ routes: [Route], page: [Route] = []) {
        self.routes = routes
        self.page = page
        var byCount: [Int: [Route]] = [:]
        for route in routes + page { byCount[route.path.count, default: []].append(route) }
        // Words first: `/v1/events/live` is no position.
        self.byCount = byCount.mapValues { $0.sorted { $0.path.words > $1.path.words } }
    }

    /// What is possible at a path.
    func methods(at parts: [String]) -> [HTTPRequest.Method] {
        candidates(parts).map(\.route.method)
    }

    /// The routes whose path it is, with what stands at their places.
    private func candidates(_ parts: [String]) -> [(route: Route, values: [String: String])] {
        // The path of one slash has nothing behind it.
        let parts = parts == [""] ? [] : parts
        return (byCount[parts.count] ?? []).compactMap { route in
            route.path.values(in: parts).map { (route, $0) }
        }
    }

    /// The route of a request, and what stands at the places of its path.
    ///
    /// - Throws: A problem: 404 where there is nothing, 405 with `Allow` where there is another
    ///   method.
    func route(
        _ method: HTTPRequest.Method, _ parts: [String]
    ) throws(Problem) -> (route: Route, values: [String: String]) {
        var others: [HTTPRequest.Method] = []
        for (route, values) in candidates(parts) {
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
