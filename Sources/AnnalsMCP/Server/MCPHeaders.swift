import AnnalsModel
import Foundation

/// What the headers of an HTTP request say of the message in its body.
public struct MCPHeaders: Sendable {
    /// `MCP-Protocol-Version`.
    public var version: String?
    /// `Mcp-Method`.
    public var method: String?
    /// `Mcp-Name`: the name of the tool, or the resource.
    public var name: String?

    /// Takes the headers, nil for those that there are not.
    public init(version: String?, method: String?, name: String?) {
        self.version = version
        self.method = method
        self.name = name
    }

    /// Compares the headers with a request that names its version.
    ///
    /// - Throws: `headerMismatch`.
    func check(_ method: String, _ params: JSONObject) throws(RPCError) {
        try Self.compare("MCP-Protocol-Version", version, ProtocolVersion.modern)
        try Self.compare("Mcp-Method", self.method, method)
        let named: JSONValue? =
            switch method {
            case "tools/call", "prompts/get": params["name"]
            case "resources/read": params["uri"]
            default: nil
            }
        guard let named = named?.asString else { return }
        try Self.compare("Mcp-Name", name.map(Self.decoded), named)
    }

    private static func compare(
        _ header: String, _ given: String?, _ body: String
    ) throws(RPCError) {
        guard let given else {
            throw RPCError(.headerMismatch, "there is no header \(header)")
        }
        guard given == body else {
            throw RPCError(
                .headerMismatch,
                "the header \(header) is \(given.quotedForMessage), and the body says "
                    + body.quotedForMessage)
        }
    }

    /// A value that is no ASCII comes in base64, between marks.
    private static func decoded(_ value: String) -> String {
        guard value.hasPrefix("=?base64?"), value.hasSuffix("?="),
            let data = Data(base64Encoded: String(value.dropFirst(9).dropLast(2))),
            let text = String(bytes: data, encoding: .utf8)
        else { return value }
        return text
    }
}

/// What a message over HTTP is answered with.
public struct MCPReply: Sendable {
    /// What sort of answer it is, for the status of HTTP.
    public enum Kind: Sendable {
        /// It is a result, or an error that belongs to one request.
        case answered
        /// There is nothing to say: the message wanted no answer.
        case accepted
        /// The message could not be taken.
        case refused
        /// There is no such method.
        case unknownMethod
    }

    /// What sort of answer it is.
    public let kind: Kind
    /// The message, JSON in UTF-8; empty where there is nothing to say.
    public let body: [UInt8]

    init(_ kind: Kind, _ message: JSONObject? = nil) {
        self.kind = kind
        var bytes: [UInt8] = []
        message?.write(to: &bytes)
        body = bytes
    }
}

extension MCPServer {
    /// Answers a message that came over HTTP.
    ///
    /// - Parameters:
    ///   - bytes: The body: one message of JSON-RPC.
    ///   - headers: What its headers say of it.
    ///   - access: Who sends it.
    public func answer(
        _ bytes: [UInt8], _ headers: MCPHeaders, for access: ToolAccess
    ) async -> MCPReply {
        do throws(RPCError) {
            guard bytes.count <= limits.messageBytes else {
                throw RPCError(
                    .invalidRequest, "the message is longer than \(limits.messageBytes) bytes")
            }
            let message = try RPCMessage(bytes)
            guard case .request(let id, let method) = message.kind else {
                return MCPReply(.accepted)
            }
            do throws(RPCError) {
                let exchange = try exchange(method, message.params, headers, access)
                return await reply(to: id, method, message.params, exchange)
            } catch {
                var error = error
                error.id = id
                throw error
            }
        } catch {
            return MCPReply(.refused, error.json(id: error.id))
        }
    }

    private func exchange(
        _ method: String, _ params: JSONObject, _ headers: MCPHeaders, _ access: ToolAccess
    ) throws(RPCError) -> Exchange {
        if let meta = try RequestMeta(params) {
            try headers.check(method, params)
            return Exchange(era: .modern, access: access, canAsk: meta.canAsk)
        }
        if headers.version == ProtocolVersion.modern || method == "server/discover" {
            throw RPCError(
                .invalidParams, "params has no _meta with \(ProtocolVersion.versionKey)")
        }
        if let version = headers.version, !ProtocolVersion.legacy.contains(version) {
            throw ProtocolVersion.unsupported(version)
        }
        // No request of this era says what its client can, but the first.
        return Exchange(era: .legacy, access: access, canAsk: false)
    }

    private func reply(
        to id: JSONValue, _ method: String, _ params: JSONObject, _ exchange: Exchange
    ) async -> MCPReply {
        // A client that closes the connection takes its request back.
        let (message, error) = await withTaskCancellationHandler {
            await self.message(answering: id, method, params, exchange)
        } onCancel: {
            exchange.cancel.cancel()
        }
        guard let error, exchange.era == .modern else { return MCPReply(.answered, message) }
        return MCPReply(error.code == .methodNotFound ? .unknownMethod : .answered, message)
    }
}
