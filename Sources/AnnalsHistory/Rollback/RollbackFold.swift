import AnnalsModel

/// The two folds of one stream that a rollback compares: with the scope's events and without.
struct RollbackFold {
    /// The document with all events.
    var now: JSONObject?
    /// The document without those of the scope.
    private(set) var target: JSONObject?
    /// Number of the scope's events.
    var events: Int64 = 0
    private var written = PointerTrie()
    private var conflicts: [JSONPointer: (position: Int64, outsider: Int64, actor: Actor)] = [:]

    /// Begins with the document at the moment that comes back.
    init(start: JSONObject?) {
        now = start
        target = start
    }

    /// Takes in the next event.
    mutating func apply(_ event: Event, isInScope: Bool) {
        if isInScope { events += 1 }
        // What was erased is gone from every fold.
        if event.isErased { return }
        event.apply(to: &now)
        guard !isInScope else {
            for pointer in event.change.writtenPointers {
                written.insert(pointer, at: event.position)
            }
            return
        }
        event.apply(to: &target)
        guard !written.isEmpty else { return }
        for pointer in event.change.writtenPointers {
            if let position = written.last(overlapping: pointer) {
                conflicts[pointer] = (position, event.position, event.actor)
            }
        }
    }

    /// What has to be done; nil if no event of the scope was met.
    func step(for stream: StreamName) -> RollbackStep? {
        guard events > 0 else { return nil }
        let change: Change
        switch (now, target) {
        case (let now?, let target?):
            change = Change.difference(from: now, to: target)
        case (nil, let target?):
            change = Change(data: target)
        case (_?, nil):
            change = Change(deleted: true)
        case (nil, nil):
            change = Change()
        }
        return RollbackStep(
            stream: stream, events: events, change: change,
            recreates: now == nil && target != nil, conflicts: listed())
    }

    private func listed() -> [RollbackConflict] {
        conflicts
            .map { pointer, positions in
                RollbackConflict(
                    pointer: pointer, value: target?.value(at: pointer),
                    position: positions.position, outsider: positions.outsider,
                    actor: positions.actor)
            }
            .sorted { left, right in
                (left.outsider, left.pointer.description)
                    < (right.outsider, right.pointer.description)
            }
    }
}
