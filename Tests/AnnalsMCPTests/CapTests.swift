import Annals
import AnnalsModel
import AnnalsTesting
import Testing

@testable import AnnalsMCP

/// What is large costs little, and nothing is larger than it may be.
@Suite(.storesChecked) struct CapTests {
    private static let usual = 64 << 10

    private func append(_ asked: AskedStore, _ stream: String, _ data: JSONObject) throws -> Int64 {
        try asked.store.append(
            NewEvent(
                stream: StreamName(stream), type: EventType("note.written"), actor: Actor("Tern"),
                change: Change(data: data))
        ).position
    }

    @Test func aLargeEventIsNamed() async throws {
        let asked = try AskedStore()
        defer { asked.close() }
        let text = String(repeating: "0123456789abcdef", count: 50 << 16)
        let position = try append(asked, "note/large", ["x": .string(text), "y": 1])
        let number = JSONValue.number(JSONNumber(position))
        let event = try await asked.call("event", ["position": number])
        let data = event["event"]?.asObject?["data"]?.asString ?? ""
        #expect(data.hasSuffix("bytes, annals://event/\(position)#/data)"), "\(data)")
        let log = try await asked.call("log", ["limit": 1])
        #expect(log.objects("events").first?["bytes"]?.asInt64 ?? 0 > 50 << 20)
        #expect(log.compact.utf8.count < 2_000)
        #expect(try await asked.refusal("state", ["stream": "note/large"]).contains("bytes"))
        #expect(try await asked.refusal("blame", ["stream": "note/large"]).contains("bytes"))
        #expect(try await asked.refusal("diff", ["in": "head~1.."]).contains("bytes"))
        let trace = try await asked.call("trace", ["position": number])
        #expect(trace.objects("events").count == 1)
        for key in ["search", "match"] {
            let found = try await asked.call("log", [key: "89abcdef0123"])
            #expect(found.objects("events").isEmpty)
            #expect(found["not_searched"] == [number])
        }
        let cell = try await asked.call(
            "query", ["sql": .string("SELECT event_data(\(position))")])
        #expect(cell.compact.utf8.count < 6_000)
        #expect(cell.compact.contains("bytes)"))
        let resource = try await asked.ask(
            "resources/read", ["uri": .string("annals://event/\(position)#/data/x")])
        #expect(resource["error"]?.asObject?["message"]?.asString?.contains("bytes") == true)
    }

    /// A text is read in pieces that are the whole.
    @Test func aLongTextIsReadOn() async throws {
        let asked = try AskedStore()
        defer { asked.close() }
        let text = String(repeating: "Grüße 👩‍👩‍👧‍👦 \u{7} ", count: 20_000)
        let position = try append(asked, "note/long", ["x": .string(text)])
        let event = try await asked.call(
            "event", ["position": .number(JSONNumber(position)), "max_bytes": 8_192])
        #expect(event.compact.utf8.count < 8_192)
        let cut = try #require(event.objects("cut").first)
        #expect(cut["bytes"]?.asInt64 == Int64(text.utf8.count))
        var uri = cut["resource"]?.asString
        #expect(uri == "annals://event/\(position)#/data/x")
        var read = ""
        var pieces = 0
        while let next = uri {
            let result = try await asked.result("resources/read", ["uri": .string(next)])
            let content = try #require(result.objects("contents").first?["text"]?.asString)
            #expect(content.utf8.count < 300_000)
            let piece = try #require(try JSONValue(parsing: content).asObject)
            read += piece["text"]?.asString ?? ""
            uri = piece["next"]?.asString
            pieces += 1
        }
        #expect(read == text && pieces > 3)
    }

    @Test func listsEndAndGoOn() async throws {
        let asked = try AskedStore(isEmpty: true)
        defer { asked.close() }
        let filling = String(repeating: "x", count: 200)
        for number in 0..<300 {
            try await asked.store.append(
                NewEvent(
                    stream: StreamName("note/\(number % 7)"), type: EventType("note.written"),
                    actor: Actor("Tern"), change: Change(data: ["n": .number(JSONNumber(1))]),
                    reason: "\(number) \(filling)"))
        }
        for order in ["newest", "oldest"] {
            var arguments: JSONObject? = ["order": .string(order), "category": "note"]
            var positions: [Int64] = []
            while let given = arguments {
                let page = try await asked.call("log", given)
                #expect(page.compact.utf8.count <= Self.usual)
                #expect(page.objects("events").count <= 100)
                positions += page.objects("events").compactMap { $0["position"]?.asInt64 }
                arguments = page["next"]?.asObject
            }
            #expect(positions.count == 300 && Set(positions).count == 300)
            #expect(positions == positions.sorted(by: order == "newest" ? (>) : (<)))
        }
        let small = try await asked.call("log", ["max_bytes": 4_096, "limit": 1_000])
        #expect(small.compact.utf8.count <= 4_096 && small["truncated"] == true)
    }

    @Test func aMillionRowsAreNotMade() async throws {
        let asked = try AskedStore()
        defer { asked.close() }
        let sql = """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000)
            SELECT i, 'text' || i FROM n
            """
        let rows = try await asked.call("query", ["sql": .string(sql)])
        #expect(rows["rows"]?.asArray?.count == 100 && rows["truncated"] == true)
        let wide = try await asked.call(
            "query",
            [
                "sql": .string(
                    sql.replacing("'text' || i", with: "hex(zeroblob(2000)), zeroblob(90000)")),
                "limit": 1_000,
            ])
        #expect(wide.compact.utf8.count <= Self.usual)
        #expect(wide["rows"]?.asArray?.isEmpty == false)
        let most = try await asked.call(
            "query",
            [
                "sql": .string(sql.replacing("'text' || i", with: "printf('%.*c', 300, 'é')")),
                "limit": 1_000, "max_bytes": 262_144,
            ])
        #expect(most.compact.utf8.count <= 256 << 10)
        #expect(most["rows"]?.asArray?.count ?? 0 > 200)
    }

    @Test func longQueriesEnd() async throws {
        var limits = MCPLimits()
        limits.querySeconds = 0.2
        let asked = try AskedStore(limits: limits)
        defer { asked.close() }
        let sql = """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n
            """
        #expect(try await asked.refusal("query", ["sql": .string(sql)]).hasPrefix("time_limit"))
    }

    @Test(arguments: [
        "aaaaaaaaaaaaaaaaaaaaaaa", "ééééééééééééééé", "👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦", "e\u{301}e\u{301}e\u{301}e\u{301}",
        "a" + String(repeating: "\u{301}", count: 20), "\r\n\r\n\r\n\r\n\r\n",
    ])
    func textsAreCutAtCharacters(text: String) {
        for bytes in 0...text.utf8.count + 1 {
            let front = text.front(bytes: bytes)
            #expect(front.utf8.count <= bytes)
            #expect(text.utf8.starts(with: front.utf8))
            let isLongCharacter = front.count == 1 && text.first.map { "\($0)" } != front
            #expect(isLongCharacter || text.hasPrefix(front))
            #expect(!front.unicodeScalars.contains("\u{FFFD}"))
        }
    }

    /// Whatever a value is like, it becomes about as small as it is wanted, and stays JSON.
    @Test func valuesOfEveryFormAreCut() throws {
        let address = ResourceAddress(.event(4711))
        let long = String(repeating: "x", count: 5_000)
        var deep: JSONValue = .string(long)
        for level in 0..<100 { deep = level % 2 == 0 ? .array([deep]) : .object(["d": deep]) }
        var many = JSONObject()
        for number in 0..<20_000 { many["k\(number)"] = .string("v") }
        let controls = JSONValue.string(String(repeating: "\u{1}", count: 10_000))
        let numbers = JSONNumber(literal: String(repeating: "9", count: 9_000))
        let values: [JSONValue] = [
            .string(long), deep, .object(many), controls, .number(try #require(numbers)),
            .array(Array(repeating: 7, count: 50_000)), .object([long: .string(long)]),
            .array([.string(long), 1, .string("short"), .object(["a": .string(long)])]),
            .array(Array(repeating: .array(Array(repeating: .string(long), count: 9)), count: 9)),
        ]
        for value in values {
            for bytes in [512, 2_000, 4_096] {
                var shortening = Shortening()
                let fitted = shortening.fit(value, address, bytes)
                let text = fitted.compact
                #expect(text.utf8.count <= bytes + 700, "\(bytes) \(text.prefix(200))")
                #expect(try JSONValue(parsing: text) == fitted)
                #expect(text.contains("annals://event/4711") || bytes < 600, "\(text.prefix(300))")
                #expect(!shortening.cuts.isEmpty)
            }
        }
    }
}
