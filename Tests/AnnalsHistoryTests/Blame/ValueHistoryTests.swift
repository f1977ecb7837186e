import AnnalsHistory
import AnnalsLog
import AnnalsModel
import AnnalsTesting
import Testing

/// Every value that a place had, and the events that touched it.
@Suite("Values of a place through time", .storesChecked)
struct ValueHistoryTests {
    private let task: StreamName

    init() throws {
        task = try StreamName("task/A")
    }

    @Test func namesEachValueOnce() throws {
        let store = try EmptyStore()
        try store.append("task/A", ["credit": 100, "title": "one"])
        try store.append("task/A", ["credit": 250], by: "Agent-2")
        try store.append("task/A", ["title": "two"])
        try store.append("task/A", ["credit": 250], by: "Agent-3")
        try store.append("task/A", unset: ["/credit"])
        try store.append("task/A", ["credit": ["limit": 1]])
        let values = try store.history.valueHistory(of: task, at: JSONPointer("/credit"))
        #expect(values.map(\.value) == [100, 250, nil, ["limit": 1]])
        #expect(values.map(\.before) == [nil, 100, 250, nil])
        #expect(values.map(\.event.position) == [1, 2, 5, 6])
        #expect(values.map(\.confirmed) == [0, 1, 0, 0])
        let early = try store.history.valueHistory(
            of: task, at: JSONPointer("/credit"), as: .position(2))
        #expect(early.map(\.value) == [100, 250])
        #expect(throws: StoreError(.notFound, "")) {
            try store.history.valueHistory(of: task, at: JSONPointer("/debt"))
        }
    }

    /// The values, found by folding the events one after the other; and the events that touched the
    /// place are all those that changed it, and more.
    @Test(arguments: Seeds.next()) func agreesWithFolding(seed: UInt64) throws {
        var generator = try RandomHistory(seed: seed, streams: 3)
        let store = try EmptyStore()
        try store.fill(&generator, events: 150)
        let events = try store.events()
        for stream in generator.streams {
            let mine = events.filter { $0.stream == stream }
            var places: Set<String> = []
            for event in mine { places.formUnion(event.change.data.map { "/" + $0.key }) }
            for place in places.sorted() where !place.dropFirst().contains(where: "/~".contains) {
                let pointer = try JSONPointer(place)
                var state: JSONObject?
                var expected: [JSONValue?] = []
                var changed: [Int64] = []
                for event in mine {
                    let before = state?.value(at: pointer)
                    event.apply(to: &state)
                    let now = state?.value(at: pointer)
                    guard now != before else { continue }
                    expected.append(now)
                    changed.append(event.position)
                }
                let found = try store.history.valueHistory(of: stream, at: pointer)
                #expect(found.map(\.value) == expected, "seed \(seed)")
                #expect(found.map(\.event.position) == changed, "seed \(seed)")
                let touching = try store.positions(touching: pointer, of: stream)
                #expect(Set(changed).isSubset(of: touching), "seed \(seed)")
                for event in mine {
                    #expect(touching.contains(event.position) == event.change.touches(pointer))
                }
            }
        }
    }

    /// An object that takes the place of a list takes its elements away.
    @Test func anElementGoesWithItsList() throws {
        let store = try EmptyStore()
        try store.append("task/A", ["b": ["x"]])
        try store.append("task/A", ["b": ["k": 1]], by: "Agent-2")
        let place = try JSONPointer("/b/0")
        let values = try store.history.valueHistory(of: task, at: place)
        #expect(values.map(\.value) == ["x", nil])
        #expect(values.map(\.event.position) == [1, 2])
        #expect(try store.history.blame(task, at: place).map(\.event.position) == [2])
        try store.append("task/A", ["b": ["0": "x"]])
        #expect(try store.history.blame(task, at: place).map(\.event.position) == [3])
    }

    @Test func whatIsInsideAndAroundAPlaceTouchesIt() throws {
        let store = try EmptyStore()
        try store.append("task/A", ["at": ["x": ["deep": 1], "y": 2]])
        try store.append("task/A", ["at": ["y": 3]])
        try store.append("task/A", ["at": 7])
        try store.append("task/A", ["other": ["at": ["x": 1]]])
        try store.append("task/A", unset: ["/at"])
        try store.append("task/A", ["a/b": 1])
        try store.append("task/A", unset: ["/a~1b"])
        try store.append("task/A", deleted: true)
        #expect(try store.positions(touching: JSONPointer("/at/x"), of: task) == [1, 3, 5, 8])
        #expect(try store.positions(touching: JSONPointer("/AT/x"), of: task) == [8])
        #expect(try store.positions(touching: JSONPointer("/a~1b"), of: task) == [6, 7, 8])
        #expect(try store.positions(touching: JSONPointer(""), of: task).count == 8)
    }
}

extension EmptyStore {
    fileprivate func positions(
        touching pointer: JSONPointer, of stream: StreamName
    ) throws -> Set<Int64> {
        let cursor = EventCursor(log, EventQuery(stream: stream, pointer: pointer))
        var found: Set<Int64> = []
        while let event = try cursor.nextEvent() { found.insert(event.position) }
        return found
    }
}
