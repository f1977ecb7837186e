import Annals

/// Names of agents that nobody knows, most often slips of the hand.
enum UnknownAgent {
    /// Says that there is no agent of a name, and which names are near it.
    static func refusal(_ name: String, in store: Store) throws(StoreError) -> StoreError {
        StoreError(.notFound, "\(try sentence(name, in: store)): annals agent list shows all")
    }

    /// Warns of a name that no agent bears.
    static func warn(of name: String, in store: Store) throws(StoreError) {
        guard try store.agentStatus(name) == nil else { return }
        Warning.say(try sentence(name, in: store))
    }

    private static func sentence(_ name: String, in store: Store) throws(StoreError) -> String {
        let near = try store.agentStatuses().map(\.id).filter { isNear($0, name) }.prefix(3)
        let hint = near.isEmpty ? "" : ", but there is \(near.joined(separator: " and "))"
        return "there is no agent \(name.quotedForMessage)\(hint.terminalSafe)"
    }

    /// Whether it takes at most two letters to make one name of the other.
    private static func isNear(_ one: String, _ other: String) -> Bool {
        let left = Array(one.lowercased())
        let right = Array(other.lowercased())
        guard abs(left.count - right.count) <= 2, left.count <= 64 else { return false }
        var row = Array(0...right.count)
        for (i, letter) in left.enumerated() {
            var above = row
            row[0] = i + 1
            for (j, wanted) in right.enumerated() {
                row[j + 1] = min(
                    above[j] + (letter == wanted ? 0 : 1), above[j + 1] + 1, row[j] + 1)
            }
            above = row
        }
        return (row.last ?? 3) <= 2
    }
}
