import AnnalsModel

/// The search for the events that gave the values of an object, all of them at once.
struct LeafSearch {
    private struct Leaf {
        let path: [String]
        let value: JSONValue
        /// Events that wrote the value again, as far back as was read.
        var confirmed: Int64 = 0
        /// Set once the event is found that gave it.
        var blamed: BlamedValue?
    }

    private let place: [String]
    /// The object's leaves; nil before the document is known of which they are.
    private var leaves: [Leaf]?
    /// Those whose event is not found yet.
    private var pending: [Int] = []
    /// The whole document, where that is the object.
    private(set) var document: JSONObject?

    /// Looks for the values of the document that the stretches end with.
    init() {
        place = []
    }

    /// Looks for the values of an object at a place.
    init(_ members: JSONObject, at place: [String]) {
        self.place = place
        start(members)
    }

    /// The values whose event was found, in the order of the object.
    var blamed: [BlamedValue] { leaves?.compactMap(\.blamed) ?? [] }

    /// Whether every value has its event.
    var isWhole: Bool { pending.isEmpty }

    /// Reads back until every value has its event.
    ///
    /// - Parameter goesOn: Is asked before each stretch but the first whether it is read.
    mutating func run(
        in stretches: BlamedStretches, while goesOn: () -> Bool = { true }
    ) throws {
        var tree = BlameTree(nil)
        try stretches.forEach {
            leaves.flatMap { leaves in SoughtMembers(of: pending.map { leaves[$0].path }) }
        } begin: {
            tree = BlameTree($0)
            if leaves == nil { document = $0 }
        } apply: { event, old, new in
            if leaves == nil { document = new }
            if !event.isErased, !event.isFact { tree.apply(event, old: old, new: new) }
        } end: {
            if leaves == nil { start(document ?? [:]) }
            take(from: tree)
            return !pending.isEmpty && goesOn()
        }
    }

    private mutating func start(_ members: JSONObject) {
        var found: [Leaf] = []
        Self.collect(members, at: place, into: &found)
        pending = Array(found.indices)
        leaves = found
    }

    private static func collect(
        _ members: JSONObject, at path: [String], into leaves: inout [Leaf]
    ) {
        for (key, value) in members {
            let path = path + [key]
            if case .object(let inner) = value, !inner.isEmpty {
                collect(inner, at: path, into: &leaves)
            } else {
                leaves.append(Leaf(path: path, value: value))
            }
        }
    }

    private mutating func take(from tree: BlameTree) {
        guard var found = leaves else { return }
        leaves = nil
        pending.removeAll { index in
            let known = tree.leaf(at: found[index].path)
            found[index].confirmed += known.confirmed
            guard let origin = known.origin else { return false }
            found[index].blamed = BlamedValue(
                pointer: JSONPointer(tokens: found[index].path), value: found[index].value,
                before: origin.before, event: origin.event, confirmed: found[index].confirmed)
            return true
        }
        leaves = found
    }
}
