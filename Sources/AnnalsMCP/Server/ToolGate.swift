/// Says when work of a client begins that may take long, where other clients use the store as well.
package protocol ToolGate: Sendable {
    /// Runs work when it is a client's turn.
    ///
    /// - Parameters:
    ///   - client: Who wants it: all work of one name shares its turns.
    ///   - isQuestion: Whether it is SQL of the client's own, which nobody can say the length of.
    /// - Throws: What says that it cannot wait any longer; what the work throws.
    func turn<Value: Sendable>(
        of client: String?, isQuestion: Bool, _ work: @Sendable () async throws -> Value
    ) async throws -> Value
}

/// A gate for one client alone.
struct OpenGate: ToolGate {
    func turn<Value: Sendable>(
        of client: String?, isQuestion: Bool, _ work: @Sendable () async throws -> Value
    ) async throws -> Value {
        try await work()
    }
}
