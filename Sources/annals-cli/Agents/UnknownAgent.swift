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
        let distances = try store.agentStatuses().map { ($0.id, distance(from: $0.id, to: name)) }
        let least = distances.map(\.1).min() ?? farMin
        let near = distances.filter { $0.1 == least && least < farMin }.map(\.0).prefix(3)
        let hint = near.isEmpty ? "" : ", but there is \(near.joined(separator: " and "))"
        return "there is no agent \(name.quotedForMessage)\(hint.terminalSafe)"
    }

    /// Letters that make names too different to be meant for each other.
    private static let farMin = 3

    /// The letters to change, add or leave out to make one name of the other, without regard to
    /// case; ``farMin`` where there are as many or more.
    private static func distance(from one: String, to other: String) -> Int {
        let left = Array(one.lowercased())
        let right = Array(other.lowercased())
        guard abs(left.count - right.count) < farMin, left.count <= 64 else { return farMin }
        var row = Array(0...right.count)
        for (i, letter) in left.enumerated() {
            let above = row
            row[0] = i + 1
            for (j, wanted) in right.enumerated() {
                row[j + 1] = min(
                    above[j] + (letter == wanted ? 0 : 1), above[j + 1] + 1, row[j] + 1)
            }
        }
        return min(row.last ?? farMin, farMin)
    }
}
