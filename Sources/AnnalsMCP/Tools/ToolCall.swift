import Annals
import AnnalsModel

/// One call of a tool.
struct ToolCall: Sendable {
    /// The store.
    let store: Store
    /// Who calls.
    let access: ToolAccess
    /// What with.
    let arguments: Arguments
    /// What it may take.
    let limits: MCPLimits
    /// Says when work that may take long begins.
    let gate: any ToolGate
    /// Whether it was taken back.
    let cancel: CancelFlag
    /// Previews of rollbacks that can be applied.
    let previews: PreviewTable
    /// How the person is asked.
    let asking: Asking

    /// A result within the rows and bytes that the client asks for.
    func draft() throws(StoreError) -> ResultDraft { try ResultDraft(arguments, limits) }

    /// Whether the call was taken back, or has run for so many seconds.
    func isOver(after seconds: Double) -> () -> Bool {
        let end = ContinuousClock.now + .seconds(seconds)
        return { cancel.isCancelled || ContinuousClock.now > end }
    }

    /// The stream that is named and reached.
    func stream() throws(StoreError) -> StreamName {
        let stream = try arguments.neededStream()
        try access.demand(stream.category)
        return stream
    }

    /// Runs work on the store's own threads, when it is the client's turn.
    ///
    /// - Parameter isQuestion: Whether it runs SQL that the client gave.
    func perform<Value: Sendable>(
        isQuestion: Bool = false, _ body: @escaping @Sendable (Store) throws -> Value
    ) async throws -> Value {
        try await gate.turn(of: access.client, isQuestion: isQuestion) { [store] in
            try await store.perform(body)
        }
    }

    /// Refuses to make anything of events that are too large to be read here.
    func check(_ bytes: Int64, upTo most: Int64, _ what: String) throws(StoreError) {
        guard bytes > most else { return }
        throw StoreError(
            .tooLarge,
            "\(what) has up to \(bytes) bytes, and no more than \(most) are read here: ask for a "
                + "narrower range or another moment, or read it over HTTP or by command")
    }
}

/// How a tool asks the person who uses the client.
enum Asking: Sendable {
    /// The client cannot.
    case cannot
    /// By a result that the client answers by calling again; what it answered, if it did.
    case byResult(state: String?, answer: JSONObject?)
    /// By a request to the client.
    case byRequest(@Sendable (JSONObject) async throws -> JSONObject)
}
