import AnnalsHistory
import AnnalsLog
import AnnalsModel
import AnnalsTesting
import Testing

/// Who brought each line of a text.
@Suite("Lines of a text and their events", .storesChecked)
struct LineBlameTests {
    private let file: StreamName

    init() throws {
        file = try StreamName("file/notes.md")
    }

    @Test func aLineKeepsItsEvent() throws {
        let store = try EmptyStore()
        try store.append("file/notes.md", ["text": "one\ntwo\nthree\n", "size": 14])
        try store.append("file/notes.md", ["text": "one\n2\nthree\n"], by: "Agent-2")
        try store.append("file/notes.md", ["mode": "0600"])
        try store.append("file/notes.md", ["text": "zero\none\n2\nthree\nfour"], by: "Agent-3")
        let found = try store.history.blameLines(of: file)
        #expect(found.isMinimal)
        #expect(found.lines.map(\.line) == [1, 2, 3, 4, 5])
        #expect(found.lines.map(\.text) == ["zero", "one", "2", "three", "four"])
        #expect(found.lines.map(\.event.position) == [4, 1, 2, 1, 4])
        #expect(found.lines.allSatisfy { $0.event.change == Change() })
        let early = try store.history.blameLines(of: file, as: .position(3))
        #expect(early.lines.map(\.event.position) == [1, 2, 1])
    }

    @Test func aTextThatWentAndCameIsNew() throws {
        let store = try EmptyStore()
        try store.append("task/A", ["notes": "a\nb\n"])
        try store.append("task/A", unset: ["/notes"])
        try store.append("task/A", ["notes": "a\nb\n"], by: "Agent-2")
        try store.append("task/A", deleted: true)
        try store.append("task/A", ["notes": "a\nb\n"], by: "Agent-3")
        let (task, notes) = (try StreamName("task/A"), try JSONPointer("/notes"))
        #expect(
            try store.history.blameLines(of: task, at: notes).lines.map(\.event.position) == [5, 5])
        let before = try store.history.blameLines(of: task, at: notes, as: .position(3))
        #expect(before.lines.map(\.event.position) == [3, 3])
    }

    @Test func whatIsNoTextIsRefused() throws {
        let store = try EmptyStore()
        try store.append("file/logo.png", ["kind": "file", "base64": "AAEC"])
        try store.append("file/way", ["kind": "link", "target": "logo.png"])
        try store.append("task/A", ["credit": 100])
        func refusal(_ stream: String, _ place: String? = nil) throws -> StoreError? {
            let pointer = try place.map { try JSONPointer($0) }
            let name = try StreamName(stream)
            return #expect(throws: StoreError.self) {
                try store.history.blameLines(of: name, at: pointer)
            }
        }
        let binary = try refusal("file/logo.png")
        #expect(binary?.code == .unsupported)
        #expect(binary?.message.contains("file/logo.png is not text") == true)
        #expect(try refusal("file/way")?.message.contains("symbolic link") == true)
        #expect(try refusal("task/A", "/credit")?.code == .unsupported)
        #expect(try refusal("task/A", "/none")?.code == .notFound)
        #expect(try refusal("task/A")?.code == .invalidArgument)
        #expect(try refusal("task/none", "/x")?.code == .notFound)
    }

    /// Each line has the event that a replay of the versions gives it, whose lines are told apart
    /// by being written once and never again.
    @Test(arguments: Seeds.next(3)) func agreesWithAReplay(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let store = try EmptyStore()
        var lines: [(text: String, position: Int64)] = []
        for position in Int64(1)...60 {
            for number in 0..<random.number(1...4) {
                if !lines.isEmpty, random.once(in: 3) {
                    lines.remove(at: random.number(0...(lines.count - 1)))
                } else {
                    let line = (text: "\(position).\(number)", position: position)
                    lines.insert(line, at: random.number(0...lines.count))
                }
            }
            let text = lines.map { $0.text + "\n" }.joined()
            try store.append("file/notes.md", ["text": .string(text)])
            let found = try store.history.blameLines(of: file, as: .position(position))
            #expect(found.lines.map(\.text) == lines.map(\.text), "seed \(seed)")
            #expect(found.lines.map(\.event.position) == lines.map(\.position), "seed \(seed)")
        }
    }

    /// What an event made of its document is the difference of the documents around it.
    @Test(arguments: Seeds.next()) func anEventsDifference(seed: UInt64) throws {
        var generator = try RandomHistory(seed: seed, streams: 3)
        let store = try EmptyStore()
        try store.fill(&generator, events: 120)
        for event in try store.events() {
            let range = MomentRange(
                after: .position(event.position - 1), through: .position(event.position))
            var expected: DocumentDifference?
            try store.history.documentDifferences(in: range, of: event.stream) { expected = $0 }
            let found = try store.history.documentDifference(by: event.position)
            #expect(found == expected, "seed \(seed), position \(event.position)")
        }
    }
}
