import AnnalsModel

/// Looks, from the last event back, for the event that gave each column of a row its value.
struct ColumnSearch {
    /// An event with the documents around it.
    struct Step {
        let event: Event
        let old: JSONObject?
        let new: JSONObject?
    }

    /// The event of a column, its present value, and how often later events wrote that again.
    typealias Found = (BlameTree.Origin, value: JSONValue?, confirmed: Int64)

    /// What was found, by number of the column.
    private(set) var found: [Int: Found] = [:]

    private let row: MergedRow
    private let present: [JSONValue?]
    private var pending: [Int]
    private var confirmed: [Int64]
    /// First tokens of the pointers that pending columns look at; nil if one holds several members.
    private var members: Set<ExactString>?

    /// - Parameter present: The row as it is at the end, nil values where there is none.
    init(_ row: MergedRow, _ present: [JSONValue?]) {
        self.row = row
        self.present = present
        confirmed = Array(repeating: 0, count: present.count)
        // What is NULL has no event, as what is not in a document; but who took it away can be
        // asked by name.
        pending = present.indices.filter { row.isNamed || present[$0] != .null }
        findMembers()
    }

    /// Whether every column has its event.
    var isDone: Bool { pending.isEmpty }

    /// The members that decide about the columns that are still looked for; nil if all do, as for
    /// a column that is NULL since the row was made.
    var sought: SoughtMembers? {
        let areShown = pending.allSatisfy { present[$0] != nil && present[$0] != .null }
        return areShown ? members.flatMap { SoughtMembers($0) } : nil
    }

    /// Whether the event may have changed or written a column that is still looked for.
    func mayBeExplained(by step: Step) -> Bool {
        guard !pending.isEmpty, !step.event.isFact else { return false }
        guard step.old != nil, step.new != nil, let members else { return true }
        let change = step.event.change
        return change.data.contains { members.contains(ExactString($0.key)) }
            || change.unset.contains { pointer in
                pointer.tokens.first.map { members.contains(ExactString($0)) } ?? false
            }
    }

    /// Takes in the event that comes before those that were taken in so far.
    ///
    /// - Parameters:
    ///   - before: The row before it.
    ///   - after: The row after it.
    mutating func take(_ step: Step, _ before: [JSONValue?], _ after: [JSONValue?]) {
        let count = pending.count
        pending.removeAll { index in
            guard before[index] == after[index] else {
                var event = step.event
                event.change = Change()
                let origin = BlameTree.Origin(event: event, before: before[index])
                found[index] = (origin, present[index], confirmed[index])
                return true
            }
            if let new = step.new, let pointer = row.pointer(of: index, in: new),
                step.event.change.writes(at: pointer)
            {
                confirmed[index] += 1
            }
            return false
        }
        if pending.count < count { findMembers() }
    }

    private mutating func findMembers() {
        let pointers = pending.map { row.pointers[$0] }
        members =
            pointers.contains(where: \.isEmpty)
            ? nil : Set(pointers.joined().compactMap(\.tokens.first).map { ExactString($0) })
    }
}
