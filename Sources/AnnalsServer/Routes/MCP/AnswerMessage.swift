import AnnalsMCP
import AnnalsModel
import HTTPTypes
import Hummingbird
import NIOCore

extension Route {
    /// `POST /mcp`.
    static let answerMessage = Route(
        .post, "/mcp", "answerMessage", in: "Agents",
        "Answers one message of the Model Context Protocol, in its versions since 2024-11-05.",
        for: .read,
        [
            protocolVersion.description, protocolMethod.description, protocolName.description,
            Parameters.actorName.description, Parameters.actorKind.description,
        ],
        body: BodyDescription([(.json, message)]),
        [
            AnswerDescription(.ok, "The message that answers.", [(.json, message)]),
            AnswerDescription(.accepted, "The message wants no answer."),
            AnswerDescription(.badRequest, "The message cannot be taken.", errors),
            AnswerDescription(.notFound, "There is no such method.", errors),
        ]
    ) { call in
        let headers = MCPHeaders(
            version: try call.value(protocolVersion), method: try call.value(protocolMethod),
            name: try call.value(protocolName))
        let access = try call.toolAccess()
        let body = try await call.body()
        return (await call.core.tools.answer(body, headers, for: access)).response
    }

    private static let message: JSONObject = ["type": "object"]
    private static let errors: [(type: MediaType, schema: JSONObject)] = [
        (.json, message), (.problem, JSONSchema.reference(to: "Problem")),
    ]
    private static let protocolVersion = Parameter(
        "MCP-Protocol-Version", in: .header, "The version of the protocol, as the message has it.")
    private static let protocolMethod = Parameter(
        "Mcp-Method", in: .header, "The method, as the message has it.")
    private static let protocolName = Parameter(
        "Mcp-Name", in: .header, "The name of the tool, or the resource, as the message has it.")
}

extension Call {
    /// What the caller may do with tools: what it may do with routes.
    fileprivate func toolAccess() throws(StoreError) -> ToolAccess {
        let grant = caller.grant
        var access = ToolAccess(
            actor: try actor(), mayQuery: grant?.allows(.query) ?? true,
            mayAppend: grant?.allows(.append) ?? true,
            mayRollback: grant?.allows(.rollback) ?? true, categories: grant?.categories ?? [])
        access.client = caller.client
        return access
    }
}

extension MCPReply {
    /// The reply over HTTP.
    fileprivate var response: Response {
        let status: HTTPResponse.Status =
            switch kind {
            case .answered: .ok
            case .accepted: .accepted
            case .refused: .badRequest
            case .unknownMethod: .notFound
            }
        guard !body.isEmpty else { return Response(status: status) }
        return Response(
            status: status, headers: [.contentType: MediaType.json.rawValue],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }
}
