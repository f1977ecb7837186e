import AnnalsModel
import AnnalsTesting
import Testing

@testable import AnnalsWorkspaces

/// Rules for a layout that no tool has, written from the page about rules.
@Suite struct OwnRuleTests {
    private let yard = """
        annals-rules: 1
        name: yard
        about: A shipyard, its crew, ledgers and post
        agent-folders: ["crew/{agent}"]
        rules:
          - name: crew
            files: "crew/{who}/card.toml"
            when: { /callsign: text }
            makes: agent
            id: "{who}"
            members:
              role: /trade
              joined_at: { at: /since, time: epoch-seconds }
          - &jobs
            name: jobs
            files: "ledger/{ledger}.yaml"
            items: "/phases/{phase}/{number}"
            when: { /what: text }
            makes: task
            id: "{ledger}/{number}"
            members:
              title: /what
              assigned_to: /hand
              status:
                else: "{phase}"
                from: phase
                spellings: { pending: laid, done: [afloat, ashore] }
              effort: { quantity: /spent, units: [day, days] }
              depends_on: /after
              ship: 3/ship
          - <<: *jobs
            name: marks
            items: "/marks/{number}"
            when: { "0": [open, shut] }
            id: "{ledger}/mark-{number}"
            choose: null
            members:
              status: { at: "0", spellings: { pending: open, done: shut } }
              title: { else: "{number}", from: key }

        """

    private func interpret(_ files: KeyValuePairs<String, String>) throws -> [String: JSONObject] {
        let book = RuleBook(adding: [try RuleSetReader.read(yard, named: "yard.yaml")])
        var interpreter = Interpreter()
        _ = interpreter.apply(
            files.map { path, text in
                let path = WorkspacePath(bytes: path.utf8)
                return (path: path, reading: FileReader.read(path, .bytes(Array(text.utf8)), book))
            })
        var documents: [String: JSONObject] = [:]
        for stream in interpreter.streams {
            documents[stream.description] = interpreter.document(of: stream)
        }
        return documents
    }

    private let ledger = """
        ship: Argo
        phases:
          laid:
            "1": {what: Lay the keel, hand: Ada, spent: 3 days, after: []}
          ashore:
            "2": {what: Step the mast, after: ["1"]}
        marks:
          A: open
          B: shut
          C: unknown

        """

    @Test func theLayoutIsReadAsItsRulesSay() throws {
        let documents = try interpret([
            "crew/ada/card.toml": "callsign = \"Ada\"\ntrade = \"caulker\"\nsince = 1767225600\n",
            "ledger/hull.yaml": ledger,
        ])
        #expect(
            documents.keys.sorted() == [
                "agent/ada", "task/hull/1", "task/hull/2", "task/hull/mark-A", "task/hull/mark-B",
            ])
        let keel = try #require(documents["task/hull/1"])
        #expect(keel["status"] == "pending" && keel["ship"] == "Argo" && keel["effort"] == 3)
        #expect(documents["task/hull/2"]?["status"] == "done")
        #expect(documents["task/hull/mark-B"]?["status"] == "done")
        let agent = try #require(documents["agent/ada"])
        #expect(agent["joined_at"] == "2026-01-01T00:00:00.000000Z")
        // What a value was concluded from is what the file calls it.
        #expect(agent["origins"]?.asObject?["joined_at"] == ["derived": "since"])
    }

    /// A text that is a thing is written where it stands, as the file spells it.
    @Test func aTextThatIsAThingIsWrittenBack() throws {
        let book = RuleBook(adding: [try RuleSetReader.read(yard, named: "yard.yaml")])
        let path = WorkspacePath(bytes: "ledger/hull.yaml".utf8)
        let reading = FileReader.read(path, .bytes(Array(ledger.utf8)), book)
        let claim = try #require(reading.claims.first { $0.stream.id == "hull/mark-A" })
        let place = try #require(claim.location(of: "status"))
        #expect(place.description == "/marks/A")
        let spelling = try #require(claim.spellings[ExactString("status")])
        let edit = FileTextEditor.Edit(place: place, value: spelling.written(for: "done"))
        let result = FileTextEditor.edit(Array(ledger.utf8), .yaml, [edit])
        #expect(
            result?.bytes == Array(ledger.replacing("A: open", with: "A: shut").utf8))
    }
}
