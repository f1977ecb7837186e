import AnnalsModel

/// What a message is refused with: an error of JSON-RPC.
struct RPCError: Error {
    /// What sort of error it is, by the numbers of JSON-RPC and of the protocol.
    enum Code: Int64 {
        case parseError = -32_700
        case invalidRequest = -32_600
        case methodNotFound = -32_601
        case invalidParams = -32_602
        case internalError = -32_603
        /// Of the protocol before 2026-07-28: there is no such resource.
        case resourceNotFound = -32_002
        /// A header of HTTP is not what the body says.
        case headerMismatch = -32_020
        /// The version of the protocol is not spoken here.
        case unsupportedVersion = -32_022
    }

    /// What sort of error it is.
    let code: Code
    /// One sentence: what is wrong, and what to do.
    let message: String
    /// What belongs to the error in members.
    var data: JSONObject?
    /// The id of the request; null where none could be read.
    var id = JSONValue.null

    init(_ code: Code, _ message: String, data: JSONObject? = nil) {
        self.code = code
        self.message = message
        self.data = data
    }

    /// The whole message that says so.
    ///
    /// - Parameter id: The id of the request.
    func json(id: JSONValue) -> JSONObject {
        var error: JSONObject = [
            "code": .number(JSONNumber(code.rawValue)), "message": .string(message),
        ]
        error["data"] = data.map { .object($0) }
        return ["jsonrpc": "2.0", "id": id, "error": .object(error)]
    }
}
