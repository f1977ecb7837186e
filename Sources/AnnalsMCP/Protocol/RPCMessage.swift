import AnnalsModel

/// One message of JSON-RPC 2.0, as a client sends it.
struct RPCMessage: Sendable {
    /// What sort of message it is.
    enum Kind: Sendable {
        /// It wants an answer with its id, a string or a number.
        case request(id: JSONValue, method: String)
        /// It wants none.
        case notification(method: String)
        /// It answers what was asked of the client; the result is nil where that failed.
        case response(id: JSONValue, result: JSONObject?)
    }

    /// What sort of message it is.
    let kind: Kind
    /// The parameters; empty where there are none.
    let params: JSONObject

    /// Reads a message.
    ///
    /// - Throws: An error with the id of the request, as far as one can be read.
    init(_ bytes: [UInt8]) throws(RPCError) {
        let value: JSONValue
        do {
            value = try JSONValue(parsing: bytes, depthMax: Limits.jsonEnvelopeDepthMax + 4)
        } catch {
            throw RPCError(.parseError, error.message)
        }
        guard let object = value.asObject else {
            throw RPCError(
                .invalidRequest,
                "the message is a JSON \(value.kindName): send one object at a time")
        }
        do throws(RPCError) {
            try self.init(object)
        } catch {
            var error = error
            if let id = object["id"], Self.isID(id) { error.id = id }
            throw error
        }
    }

    private init(_ object: JSONObject) throws(RPCError) {
        guard object["jsonrpc"] == "2.0" else {
            throw RPCError(.invalidRequest, "the message has no \"jsonrpc\": \"2.0\"")
        }
        let id = object["id"]
        if let id, !Self.isID(id) {
            throw RPCError(.invalidRequest, "the id is a JSON \(id.kindName): give a string")
        }
        guard let method = object["method"] else {
            guard let id, object["result"] != nil || object["error"] != nil else {
                throw RPCError(.invalidRequest, "the message has no method")
            }
            kind = .response(id: id, result: object["result"]?.asObject)
            params = [:]
            return
        }
        guard let name = method.asString else {
            throw RPCError(.invalidRequest, "the method is a JSON \(method.kindName)")
        }
        let given = object["params"] ?? .object([:])
        guard let params = given.asObject else {
            throw RPCError(.invalidParams, "params is a JSON \(given.kindName): give an object")
        }
        self.params = params
        kind = id.map { .request(id: $0, method: name) } ?? .notification(method: name)
    }

    private static func isID(_ value: JSONValue) -> Bool {
        switch value {
        case .string(let text): text.utf8.count <= 1_024
        case .number(let number): number.int64 != nil
        default: false
        }
    }
}
