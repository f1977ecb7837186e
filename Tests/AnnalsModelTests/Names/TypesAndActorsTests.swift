import AnnalsModel
import Testing

@Suite("Types, patterns and actors")
struct TypesAndActorsTests {
    @Test("Types have a category and a verb")
    func types() throws {
        let type = try EventType("task.rolled-back_2")
        #expect(type.category == "task")
        #expect(type.verb == "rolled-back_2")
        #expect(type.description == "task.rolled-back_2")
        #expect(try Set([type, EventType("task.rolled-back_2"), EventType("task.x")]).count == 2)
        let longest = "t." + String(repeating: "v", count: 253)
        #expect(try EventType(longest).verb.count == 253)
    }

    @Test(
        "What is no type",
        arguments: [
            "", "task", ".created", "task.", "task.Created", "Task.created", "task.created.twice",
            "task.*", "*", "task created", "task.1st", "tâsk.created", "task.created\n",
            "t." + String(repeating: "v", count: 254), String(repeating: "t", count: 64) + ".v",
        ])
    func badTypes(text: String) {
        refusal(.invalidName) { try EventType(text) }
    }

    @Test(
        "Patterns",
        arguments: [
            ("task.created", [true, false, false, false, false], "task"),
            ("task.*", [true, true, false, false, false], "task"),
            ("*.created", [true, false, true, false, false], nil),
            ("*", [true, true, true, false, false], nil),
            ("annals.created", [false, false, false, true, false], "annals"),
            ("annals.*", [false, false, false, true, true], "annals"),
            ("*.erased", [false, false, false, false, false], nil),
        ] as [(String, [Bool], String?)])
    func patterns(text: String, matches: [Bool], category: String?) throws {
        let pattern = try TypePattern(text)
        let types = [
            "task.created", "task.done", "agent.created", "annals.created", "annals.erased",
        ]
        #expect(try types.map { pattern.matches(try EventType($0)) } == matches)
        #expect(pattern.category == category)
        #expect(pattern.description == text)
        #expect(try TypePattern(text) == pattern)
    }

    @Test(
        "What is no pattern",
        arguments: [
            "", "**", "*.*", "task", "task.*.x", "*.", ".*", "Task.*", "*.Done", "task.cre*",
        ])
    func badPatterns(text: String) {
        refusal(.invalidName) { try TypePattern(text) }
    }

    @Test("Actors have a name and a kind")
    func actors() throws {
        #expect(try Actor("Agent-3").kind == .agent)
        #expect(try Actor("Agent-3") != Actor("Agent-3", kind: .human))
        #expect(try Actor("é") != Actor("e\u{301}"))
        #expect(try Set([Actor("A"), Actor("A"), Actor("A", kind: .system)]).count == 2)
        #expect(try Actor("A b").description == "A b")
        #expect(try Actor(String(repeating: "é", count: 127)).name.count == 127)
        for name in [
            "", " ", "\u{A0}\u{2003}", "a\tb", "\u{1B}", String(repeating: "é", count: 128),
        ] {
            refusal(.invalidName) { try Actor(name) }
        }
    }

    @Test("Kinds are four words")
    func kinds() throws {
        for kind in Actor.Kind.allCases {
            #expect(try Actor.Kind(kind.rawValue) == kind)
        }
        #expect(Actor.Kind.allCases.map(\.rawValue) == ["agent", "human", "service", "system"])
        refusal(.invalidArgument) { try Actor.Kind("Agent") }
        refusal(.invalidArgument) { try Actor.Kind("") }
    }
}
