import AnnalsTesting
import Foundation
import Testing

@testable import Annals

/// Columns of documents that other programs wrote in words of their own.
@Suite("Typed documents", .storesChecked)
struct TypedDocumentTests {
    private static let types: [any TypedDocument.Type] = [
        AgentStatus.self, AgentTask.self, AgentMessage.self, ConfigurationEntry.self,
    ]

    private func number(_ literal: String) -> JSONValue {
        JSONNumber(literal: literal).map { .number($0) } ?? .null
    }

    @Test func columnsComeFromTheDefinitions() {
        #expect(
            AgentStatus.columnNames == [
                "team", "specialization", "captain", "status", "last_cycle", "current_focus",
                "cycle_count", "tasks_completed", "coordination_efficiency", "v2_compliance",
                "last_updated",
            ])
        #expect(AgentTask.columnNames.contains("skills_required"))
        #expect(AgentMessage.columnNames.first == "from_agent")
        #expect(ConfigurationEntry.columnNames == ["config_type", "last_updated"])
    }

    @Test func aTaskInOtherWordsIsReadAndWrittenInThem() throws {
        let setting = try AgentStore()
        try setting.put(
            "task/DB_2",
            [
                "name": "Plan", "state": "open", "assigned_agent": "Agent-3",
                "claimed_at": "2025-01-16", "estimated_cycles": "5", "note": ["a", nil],
            ])
        var task = try #require(try setting.store.task("DB_2"))
        #expect(task.title == "Plan")
        #expect(task.status == "open")
        #expect(task.agent == "Agent-3")
        #expect(task.startedAt == "2025-01-16")
        #expect(task.estimatedCycles == 5)
        #expect(task.extra == ["note": ["a", nil]])
        task = try setting.store.updateTask("DB_2", as: "started", by: setting.captain) { task in
            task.status = .inProgress
            task.title = "Plan it"
            task.priority = .high
        }
        #expect(task.version == 2)
        let event = try #require(try setting.last("task/DB_2"))
        #expect(event.type.name == "task.started")
        #expect(
            event.change
                == Change(data: ["state": "in_progress", "name": "Plan it", "priority": "high"]))
        #expect(try setting.store.task("DB_2") == task)
        #expect(try setting.store.task("DB_2", at: .head(back: 1))?.status == "open")
    }

    @Test func whatIsClearedReadsAsNothing() throws {
        var agent = AgentStatus(
            id: "A", document: ["current_mission": "x", "current_task": "y", "status": nil],
            version: 1)
        #expect(agent.currentFocus == "x")
        agent.currentFocus = nil
        agent.status = "WAITING"
        agent.v2Compliance = 99.5
        #expect(agent.document == ["status": "WAITING", "v2_compliance": number("99.5")])
        agent = AgentStatus(
            id: "A", document: ["v2_compliance_metrics": ["compliance_percentage": 80]],
            version: 1)
        agent.v2Compliance = 81
        #expect(
            agent.document == ["v2_compliance_metrics": ["compliance_percentage": number("81.0")]])
    }

    /// The members that some column is read from, and values of every kind for them.
    private func document(
        _ type: any TypedDocument.Type, _ random: inout SeededRandom
    ) -> JSONObject {
        let values: [JSONValue] = [
            nil, "ACTIVE", "Agent-3", "agent_3", "", " 12 ", "1e3", "+5", "25%", 7, number("0.5"),
            ["a", 1], ["x": nil], 1_234_567_890_123, "C-047", ".5", "9223372036854775808",
            "0x1F", number("1e2"),
        ]
        let pointers = type.columnNames.flatMap { type.columns.places(of: $0) }
        var document = JSONObject()
        for pointer in random.sample(random.number(0...12), of: pointers) {
            document.set(random.element(of: values), at: pointer.tokens[...])
        }
        return document
    }

    private func shown<Document: TypedDocument>(
        _ type: Document.Type, _ document: JSONObject
    ) -> [JSONValue] {
        let typed = Document(id: "X", document: document, version: 1)
        return Document.columnNames.map { name in
            let value: JSONValue? =
                switch name {
                case "cycle_count", "tasks_completed", "estimated_cycles":
                    typed.integer(name).map { .number(JSONNumber($0)) }
                case "coordination_efficiency", "v2_compliance":
                    typed.real(name).flatMap { JSONNumber($0) }.map { .number($0) }
                default: typed.text(name).map { .string($0) }
                }
            return value ?? .null
        }
    }

    @Test(arguments: Seeds.next()) func propertiesSayWhatTheTableSays(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let setting = try AgentStore()
        for round in 0..<200 {
            let type = Self.types[round % Self.types.count]
            let document = document(type, &random)
            let id = "X\(round)"
            try setting.put("\(type.category)/\(id)", document)
            let key = ["agent": "agent", "config": "config_key"][type.category]
            let column = key == "agent" ? "agent_id" : key ?? "\(type.category)_id"
            let rows = try setting.store.query(
                "SELECT \(type.columnNames.joined(separator: ", ")) FROM \(type.table) "
                    + "WHERE \(column) = '\(id)'"
            ).rows
            #expect(rows.first == shown(type, document), "seed \(seed): \(document)")
        }
    }

    /// A number as no program would write it, and as many do.
    private func literal(_ random: inout SeededRandom) -> String {
        let known = [
            "0e99999999999", "-0.0", "0.000", "1e400", "1e-400", "5e-324", "97.599999999999994",
            "9007199254740993", "9007199254740993.0", "9223372036854775808", "12345678901234567890",
            "9223372036854775807.0", "-9223372036854775808.0", "1e18", "1E+3",
            "1e99999999999999999",
        ]
        if random.number(0...3) == 0 { return random.element(of: known) }
        if random.number(0...3) == 0 { return "\(Double(bitPattern: random.next()))" }
        func digits(_ count: Int) -> String {
            (0..<count).map { _ in String(random.number(0...9)) }.joined()
        }
        let sign = random.number(0...1) == 0 ? "" : "-"
        let whole =
            random.number(0...2) == 0
            ? "0" : "\(random.number(1...9))\(digits(random.number(0...20)))"
        let fraction = random.number(0...1) == 0 ? "" : ".\(digits(random.number(1...24)))"
        let power = random.number(0...2) > 0 ? "" : "e\(random.number(0...640) - 320)"
        return sign + whole + fraction + power
    }

    @Test(arguments: Seeds.next())
    func aNumberIsTheSameInColumnsAnswersAndProperties(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let setting = try AgentStore()
        for round in 0..<400 {
            let literal = literal(&random)
            guard let number = JSONNumber(literal: literal) else { continue }
            let document: JSONObject = [
                "cycle_count": .number(number), "v2_compliance": .number(number),
            ]
            try setting.put("agent/X\(round)", document)
            let typed = AgentStatus(id: "X\(round)", document: document, version: 1)
            let row = try setting.store.query(
                "SELECT cycle_count, v2_compliance FROM agent_workspaces "
                    + "WHERE agent_id = 'X\(round)'"
            ).rows.first
            #expect(row?.first?.asInt64 == number.exactInt64, "seed \(seed): \(literal)")
            #expect(row?.last?.asNumber?.double == number.exactDouble, "seed \(seed): \(literal)")
            #expect(typed.integer("cycle_count") == number.exactInt64, "seed \(seed): \(literal)")
            #expect(typed.real("v2_compliance") == number.exactDouble, "seed \(seed): \(literal)")
        }
        #expect(try setting.store.checkProjection("agent_workspaces").isEmpty, "seed \(seed)")
    }

    @Test(arguments: Seeds.next()) func whatIsSetIsRead(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for round in 0..<500 {
            let type = Self.types[round % Self.types.count]
            let before = document(type, &random)
            let name = random.element(of: type.columnNames)
            var after = before
            type.columns.set("new", of: name, in: &after)
            #expect(type.columns.value(of: name, in: after) == "new")
            let change = Change.difference(from: before, to: after)
            #expect(change.unset.isEmpty && change.data.count == 1, "seed \(seed)")
            // Where the document said it before, it says it now.
            let places = type.columns.places(of: name)
            let place = places.first { before.value(at: $0) ?? .null != .null }
            if let place { #expect(after.value(at: place) == "new") }
            type.columns.set(nil, of: name, in: &after)
            #expect(type.columns.value(of: name, in: after) == nil)
            for other in type.columnNames
            where Set(type.columns.places(of: other)).isDisjoint(with: places) {
                #expect(
                    type.columns.value(of: other, in: after)
                        == type.columns.value(of: other, in: before), "seed \(seed)")
            }
        }
    }

    @Test(arguments: [
        ("completed", true, true), ("✅ COMPLETED", true, true), ("Cancelled", true, false),
        ("in_progress", false, false), ("0% Complete - In Progress", false, false),
    ])
    func endedStatuses(word: String, isEnded: Bool, isDone: Bool) {
        let status = TaskStatus(rawValue: word)
        #expect(status.isEnded == isEnded)
        #expect(status.isDone == isDone)
        #expect(status.rawValue == word)
    }

    private static let holders: [(JSONObject, String?)] = [
        (["assigned_to": "Agent-3", "agent_id": "Agent-1"], "Agent-3"),
        (["assigned_to": nil, "agent_id": "Agent-1"], "Agent-1"),
        (["assigned_to": "ALL_AGENTS"], nil), (["assigned_to": "AVAILABLE_TO_ALL"], nil),
        (["agent_id": "unassigned"], nil), (["agent_id": ""], nil), (["assignee": "Tern"], "Tern"),
    ]

    @Test(arguments: holders)
    func whoHasATask(document: JSONObject, agent: String?) {
        let task = AgentTask(id: "T", document: document, version: 1)
        #expect(task.agent == agent)
        #expect(task.isFree == (agent == nil))
    }
}
