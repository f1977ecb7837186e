import Annals

/// Names of agents that nobody knows, most often slips of the hand.
enum UnknownAgent {
    /// Says that there is no agent of a name, and which names are near it.
    static func refusal(_ name: String, in store: Store) throws(StoreError) -> StoreError {
        StoreError(.notFound, "\(try sentence(name, in: store)): annals agent list shows all")
    }

    /// Warns of a name that no agent bears.
    ///
    /// - Returns: Whether there was a reason to.
    @discardableResult
    static func warn(of name: String, in store: Store) throws(StoreError) -> Bool {
        guard try store.agentStatus(name) == nil else { return false }
        Warning.say(try sentence(name, in: store))
        return true
    }

    private static func sentence(_ name: String, in store: Store) throws(StoreError) -> String {
        let hint = Spelling.hint(name, among: try store.agentStatuses().map(\.id))
        return "there is no agent \(name.quotedForMessage)\(hint)"
    }
}
