import AnnalsModel

/// Which of the two eras of the protocol a client is of.
enum Era: Sendable {
    /// Each request stands for itself.
    case modern
    /// The client said `initialize` first.
    case legacy
}

/// Who makes a request, and how.
struct Exchange: Sendable {
    /// The era of the client.
    let era: Era
    /// Who makes it.
    let access: ToolAccess
    /// Whether the client can ask the person who uses it.
    let canAsk: Bool
    /// Asks the client something; nil where no way leads to it but a result.
    var ask: (@Sendable (JSONObject) async throws -> JSONObject)?
    /// Whether the request was taken back.
    var cancel = CancelFlag()

    /// How a tool that was called with these parameters asks the person.
    func asking(_ params: JSONObject) -> Asking {
        guard canAsk else { return .cannot }
        switch era {
        case .modern:
            return .byResult(
                state: params["requestState"]?.asString,
                answer: params["inputResponses"]?.asObject?["confirm"]?.asObject)
        case .legacy:
            return ask.map { .byRequest($0) } ?? .cannot
        }
    }
}

extension MCPServer {
    /// The whole message that answers a request.
    ///
    /// - Returns: The message, and the error that it is, if it is one.
    func message(
        answering id: JSONValue, _ method: String, _ params: JSONObject, _ exchange: Exchange
    ) async -> (message: JSONObject, error: RPCError?) {
        do {
            let result = try await result(of: method, params, exchange)
            return (["jsonrpc": "2.0", "id": id, "result": .object(result)], nil)
        } catch let error as RPCError {
            return (error.json(id: id), error)
        } catch let error as StoreError {
            let error = RPCError(.internalError, error.message)
            return (error.json(id: id), error)
        } catch {
            // What is not known to be safe to tell is not told.
            let error = RPCError(.internalError, "the request could not be answered")
            return (error.json(id: id), error)
        }
    }
}
