import AnnalsModel
import Synchronization

/// A conversation with one client over a stream of messages, such as standard input and output.
///
/// Requests are answered as they are done, several at once. Each message that it sends is one line
/// of JSON.
public final class MCPConversation: Sendable {
    /// A client that began with `initialize`.
    private struct LegacyClient {
        /// Whether it can ask the person who uses it.
        let canAsk: Bool
    }

    private struct State {
        /// What the client said with `initialize`; nil before.
        var legacy: LegacyClient?
        /// Requests that are being answered, by id.
        var running: [String: CancelFlag] = [:]
        /// The work on them.
        var tasks: [Int: Task<Void, Never>] = [:]
        var tasksBegun = 0
        /// What was asked of the client, by id.
        var questions: [String: CheckedContinuation<JSONObject, any Error>] = [:]
        var questionsAsked = 0
        /// Whether the client says no more.
        var hasEnded = false
    }

    private let server: MCPServer
    private let access: ToolAccess
    private let send: @Sendable ([UInt8]) -> Void
    private let state = Mutex(State())
    /// Keeps the lines of two messages apart.
    private let output = Mutex(())

    /// Begins a conversation.
    ///
    /// - Parameters:
    ///   - server: Who answers.
    ///   - access: What the client may do.
    ///   - send: Gets each line that goes to the client, with its end; never two at once.
    public init(
        _ server: MCPServer, for access: ToolAccess, send: @escaping @Sendable ([UInt8]) -> Void
    ) {
        self.server = server
        self.access = access
        self.send = send
    }

    /// Takes a line of the client; what it answers comes later.
    public func receive(_ line: [UInt8]) {
        guard !line.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) else { return }
        do throws(RPCError) {
            let message = try RPCMessage(line)
            switch message.kind {
            case .request(let id, let method):
                do throws(RPCError) {
                    try begin(id, method, message.params)
                } catch {
                    write(error.json(id: id))
                }
            case .notification(let method): note(method, message.params)
            case .response(let id, let result): take(result, for: id)
            }
        } catch {
            write(error.json(id: error.id))
        }
    }

    /// Says that a line was longer than is taken.
    public func refuseLongLine() {
        let error = RPCError(
            .invalidRequest, "a message has more than \(server.limits.messageBytes) bytes")
        write(error.json(id: .null))
    }

    /// Waits until everything that was asked is answered: the client says no more.
    ///
    /// - Parameter seconds: After so long what is left is given up.
    public func finish(within seconds: Double = 10) async {
        let questions = state.withLock { state in
            state.hasEnded = true
            defer { state.questions = [:] }
            return state.questions.values
        }
        for question in questions { question.resume(throwing: CancellationError()) }
        let patience = Task {
            try await Task.sleep(for: .seconds(seconds))
            self.state.withLock { state in
                for flag in state.running.values { flag.cancel() }
            }
        }
        while let task = state.withLock({ $0.tasks.first?.value }) { await task.value }
        patience.cancel()
    }

    // MARK: Requests

    private func begin(
        _ id: JSONValue, _ method: String, _ params: JSONObject
    ) throws(RPCError) {
        let exchange = try exchange(method, params)
        let key = id.compact
        let isTaken = state.withLock { state in
            guard state.running[key] == nil, state.running.count < server.limits.running else {
                return false
            }
            state.running[key] = exchange.cancel
            return true
        }
        guard isTaken else {
            throw RPCError(
                .invalidRequest,
                "this id is being answered, or more than \(server.limits.running) requests are")
        }
        state.withLock { state in
            state.tasksBegun += 1
            let number = state.tasksBegun
            state.tasks[number] = Task {
                await self.work(id, method, params, exchange)
                self.state.withLock { $0.tasks[number] = nil }
            }
        }
    }

    private func work(
        _ id: JSONValue, _ method: String, _ params: JSONObject, _ exchange: Exchange
    ) async {
        let message = await server.message(answering: id, method, params, exchange).message
        state.withLock { $0.running[id.compact] = nil }
        // Nobody waits for the answer to what was taken back.
        if !exchange.cancel.isCancelled { write(message) }
    }

    private func exchange(
        _ method: String, _ params: JSONObject
    ) throws(RPCError) -> Exchange {
        if let meta = try RequestMeta(params) {
            return Exchange(era: .modern, access: access, canAsk: meta.canAsk)
        }
        if method == "initialize" {
            let capabilities = params["capabilities"]?.asObject ?? [:]
            state.withLock { $0.legacy = LegacyClient(canAsk: RequestMeta.canAsk(capabilities)) }
        }
        guard let legacy = state.withLock({ $0.legacy }) else {
            guard method == "ping" else {
                throw RPCError(
                    .invalidParams,
                    "params has no _meta with \(ProtocolVersion.versionKey), and the client did"
                        + " not begin with initialize")
            }
            return Exchange(era: .legacy, access: access, canAsk: false)
        }
        return Exchange(era: .legacy, access: access, canAsk: legacy.canAsk) { [weak self] in
            guard let self else { throw CancellationError() }
            return try await self.ask($0)
        }
    }

    private func note(_ method: String, _ params: JSONObject) {
        guard method == "notifications/cancelled", let id = params["requestId"] else { return }
        state.withLock { $0.running[id.compact]?.cancel() }
    }

    // MARK: Questions

    /// Asks the client something.
    ///
    /// - Throws: `notAllowed` where it fails; `CancellationError` where the client says no more.
    private func ask(_ question: JSONObject) async throws -> JSONObject {
        try await withCheckedThrowingContinuation { continuation in
            let id = state.withLock { state -> String? in
                guard !state.hasEnded else { return nil }
                state.questionsAsked += 1
                let id = "annals-\(state.questionsAsked)"
                state.questions[JSONValue.string(id).compact] = continuation
                return id
            }
            guard let id else {
                continuation.resume(throwing: CancellationError())
                return
            }
            var message: JSONObject = ["jsonrpc": "2.0", "id": .string(id)]
            for (name, value) in question { message[name] = value }
            write(message)
        }
    }

    private func take(_ result: JSONObject?, for id: JSONValue) {
        let question = state.withLock { $0.questions.removeValue(forKey: id.compact) }
        guard let result else {
            question?.resume(
                throwing: StoreError(
                    .notAllowed, "the person could not be asked, and nothing was changed"))
            return
        }
        question?.resume(returning: result)
    }

    private func write(_ message: JSONObject) {
        var line: [UInt8] = []
        message.write(to: &line)
        line.append(UInt8(ascii: "\n"))
        output.withLock { _ in send(line) }
    }
}
