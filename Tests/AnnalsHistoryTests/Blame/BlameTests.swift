import AnnalsHistory
import AnnalsLog
import AnnalsModel
import AnnalsTesting
import Testing

@Suite("Blame", .storesChecked)
struct BlameTests {
    let task: StreamName

    init() throws {
        task = try StreamName("task/A")
    }

    @Test func eachLeafNamesTheEventThatGaveIt() throws {
        let store = try EmptyStore()
        try store.append("task/A", ["title": "one", "at": ["x": 1, "y": [1, 2]]])
        try store.append("task/A", ["at": ["x": 2]], by: "Agent-2")
        try store.append("task/A", ["title": "one"], by: "Agent-3")
        let blamed = try store.history.blame(task)
        #expect(blamed.map(\.pointer.description) == ["/title", "/at/x", "/at/y"])
        #expect(blamed.map(\.event.position) == [1, 2, 1])
        #expect(blamed.map(\.confirmed) == [1, 0, 0])
        #expect(blamed.map(\.before) == [nil, 1, nil])
        #expect(blamed[1].event.actor.name == "Agent-2")
        #expect(blamed[1].value == 2)
    }

    @Test func belowAPointerAndAtAMoment() throws {
        let store = try EmptyStore()
        try store.append("task/A", ["title": "one", "at": ["x": 1, "y": [1, 2]]])
        try store.append("task/A", ["at": ["x": 2, "y": [1, 3]]])
        let now = try store.history.blame(task, at: JSONPointer("/at"))
        #expect(now.map(\.pointer.description) == ["/at/x", "/at/y"])
        #expect(now.map(\.event.position) == [2, 2])
        let then = try store.history.blame(task, at: JSONPointer("/at/x"), as: .position(1))
        #expect(then.map(\.event.position) == [1])
        // An array is written as a whole, but its elements may stay what they were.
        let element = try store.history.blame(task, at: JSONPointer("/at/y/0"))
        #expect(element.map(\.event.position) == [1])
        #expect(element.map(\.confirmed) == [1])
    }

    @Test func whatWasTakenAwayNamesWhoTookIt() throws {
        let store = try EmptyStore()
        try store.append("task/A", ["title": "one", "n": 1])
        try store.append("task/A", unset: ["/n"], by: "Agent-2")
        let gone = try store.history.blame(task, at: JSONPointer("/n"))
        #expect(gone.map(\.value) == [nil])
        #expect(gone.map(\.before) == [1])
        #expect(gone[0].event.actor.name == "Agent-2")
        try store.append("task/A", deleted: true, by: "Agent-3")
        let ended = try store.history.blame(task)
        #expect(ended.map(\.pointer.isRoot) == [true])
        #expect(ended[0].event.actor.name == "Agent-3")
        #expect(ended[0].before == ["title": "one"])
        #expect(throws: StoreError(.notFound, "")) {
            try store.history.blame(task, at: JSONPointer("/never"))
        }
        #expect(throws: StoreError(.notFound, "")) {
            try store.history.blame(StreamName("task/none"))
        }
    }

    @Test func anEmptyObjectIsALeaf() throws {
        let store = try EmptyStore()
        try store.append("task/A")
        #expect(try store.history.blame(task).map(\.event.position) == [1])
        try store.append("task/A", ["at": ["x": 1]])
        try store.append("task/A", unset: ["/at/x"])
        try store.append("task/A", ["at": [:]])
        let blamed = try store.history.blame(task)
        #expect(blamed.map(\.pointer.description) == ["/at"])
        #expect(blamed.map(\.event.position) == [3])
        #expect(blamed.map(\.confirmed) == [1])
        #expect(blamed[0].before == ["x": 1])
    }

    /// The event after which a value was the same all the time, found by folding again and again.
    @Test(arguments: Seeds.next()) func agreesWithFoldingAgainAndAgain(seed: UInt64) throws {
        var generator = try RandomHistory(seed: seed, streams: 3)
        let store = try EmptyStore()
        try store.fill(&generator, events: 150)
        let events = try store.events()
        for stream in generator.streams {
            let mine = events.filter { $0.stream == stream }
            var states: [JSONObject?] = [nil]
            for event in mine {
                var state = states.last ?? nil
                event.apply(to: &state)
                states.append(state)
            }
            for (index, event) in mine.enumerated() {
                guard let now = states[index + 1] else { continue }
                let moment = Moment.position(event.position)
                for entry in try store.history.blame(stream, as: moment) {
                    let value = now.value(at: entry.pointer)
                    #expect(value == entry.value)
                    var given = index
                    while given > 0, states[given]?.value(at: entry.pointer) == value { given -= 1 }
                    #expect(mine[given].position == entry.event.position, "seed \(seed)")
                    #expect(states[given]?.value(at: entry.pointer) == entry.before)
                    let single = try store.history.blame(stream, at: entry.pointer, as: moment)
                    #expect(single == [entry], "seed \(seed)")
                }
            }
        }
    }

    /// A stream that is long enough for stored documents, of which some values were given early.
    @Test(.storesUnchecked("damages stored documents"), arguments: Seeds.next())
    func goesBackThroughALongStream(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let store = try ProjectedStore()
        try store.append("task/A", ["title": "one", "status": "open", "at": ["x": 1, "y": 2]])
        var last = try store.append("task/A", ["at": ["x": 1, "y": 3]], by: "Agent-2")
        let early = last
        for number: Int64 in 0..<300 {
            let noise = (0..<20).map { _ in String(random.next(), radix: 36) }.joined()
            var data: JSONObject = ["notes": .string(noise), "n": .number(JSONNumber(number))]
            if number % 100 == 50 { data["status"] = "open" }
            last = try store.append("task/A", data)
        }
        let stored = try store.log.read { reader in
            try reader.statements.integer("SELECT count(*) FROM documents")
        }
        #expect(stored ?? 0 > 1)
        let history = History(log: store.log)
        let blamed = try history.blame(task)
        #expect(
            blamed.map(\.pointer.description) == [
                "/title", "/status", "/at/x", "/at/y", "/notes", "/n",
            ])
        #expect(
            blamed.map(\.event.position) == [early - 1, early - 1, early - 1, early, last, last])
        #expect(blamed.map(\.confirmed) == [0, 3, 1, 0, 0, 0])
        #expect(blamed.map(\.before) == [nil, nil, nil, 2, blamed[4].before, 298])
        for entry in blamed {
            #expect(try history.blame(task, at: entry.pointer) == [entry])
        }
        let status = try history.blameRow(of: task, column: "status")
        #expect(status.map(\.event.position) == [early - 1])
        #expect(status.map(\.confirmed) == [3])
        // A stored document may be damaged: it is passed over.
        _ = try store.log.write { transaction in
            transaction.touch()
            try transaction.statements.run("UPDATE documents SET body = zeroblob(9)")
        }
        #expect(try history.blame(task) == blamed)
    }
}
