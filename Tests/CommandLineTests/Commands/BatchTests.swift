import AnnalsTesting
import Foundation
import Testing

/// Batches are stored whole or not at all, and loading one again appends nothing.
@Suite(.storesChecked) struct BatchTests {
    private func line(_ number: Int, cycle: Int? = nil, more: String = "") -> String {
        let cycle = cycle.map { #","cycle":\#($0)"# } ?? ""
        return #"{"stream":"task/\#(number)","type":"task.created","data":{"n":\#(number)}"#
            + cycle + more + "}"
    }

    private func lines(_ numbers: ClosedRange<Int>) -> String {
        numbers.map { line($0) + "\n" }.joined()
    }

    /// Streams of the category `task`, by name.
    private func tasks(in store: StoreFolder) async throws -> [String] {
        let csv = try await store.succeed(
            "query", "SELECT stream FROM event_log WHERE stream LIKE 'task/%' ORDER BY position",
            "--format", "csv")
        return csv.split(separator: "\n").dropFirst().map { String($0.dropFirst(5)) }
    }

    @Test func aBadLineStopsBehindTheWholeBatches() async throws {
        let store = try await StoreFolder()
        try store.folder.write(
            lines(1...5) + "{\"stream\": task}\n" + lines(7...9), to: "in.ndjson")
        let sentence = try await store.refuse(
            "append", "--batch", "in.ndjson", "--batch-size", "2")
        #expect(sentence.hasPrefix("line 6 of \"in.ndjson\", column 12, has "))
        #expect(sentence.hasSuffix("4 events are appended, the last at position 9"))
        #expect(try await tasks(in: store) == ["1", "2", "3", "4"])
    }

    @Test(arguments: [
        (#"[]"#, "array"), (#"{"type":"task.x"}"#, "\"stream\""),
        (#"{"stream":"task/1","type":"task.x","colour":1}"#, "colour"),
        (#"{"stream":"task/1","type":"agent.x"}"#, "agent.x"),
        (#"{"stream":"annals/x","type":"annals.x"}"#, "the store's own"),
        (#"{"stream":"task/1","type":"task.x","expect":7}"#, "task/1"),
        (#"{"stream":"task/1","type":"task.x","causation":-9}"#, "causation -9"),
        (#"{"stream":"task/1","type":"task.x","data":{"a":1,"a":2}}"#, "column 50"),
        (#"{"stream":"task/1","type":"task.x","unset":["/a"],"deleted":true}"#, "deleted"),
        ("{\"stream\":\"task/1\",\"type\":\"task.x\",\"reason\":\"\u{1B}\"}", "column 46"),
    ])
    func aBadLineIsNamed(line: String, mention: String) async throws {
        let store = try await StoreFolder()
        let head = try await store.head()
        let sentence = try await store.refuse(
            "append", "--batch", "-", input: lines(1...2) + "\n" + line + "\n" + lines(5...6))
        #expect(sentence.hasPrefix("line 4 of \"standard input\""))
        #expect(sentence.contains(mention), "\(sentence)")
        #expect(sentence.hasSuffix("; nothing was stored"))
        #expect(try await store.head() == head)
    }

    @Test func loadingAgainAppendsNothing() async throws {
        let store = try await StoreFolder()
        for (round, expected) in ["7,0,4,12", "0,7,4,12"].enumerated() {
            let csv = try await store.succeed(
                "append", "--batch", "-", "--derive-ids", "a", "--batch-size", "2", "--format",
                "csv", input: lines(1...7))
            #expect(
                csv == "appended,known,batches,last_position\n\(expected)\n", "\(round)")
        }
        // The same lines elsewhere in the input are other events, and so are other namespaces.
        let moved = try await store.succeed(
            "append", "--batch", "-", "--derive-ids", "a", "--format", "csv",
            input: "\n" + lines(1...7))
        #expect(moved.contains("\n7,0,1,19\n"))
        let other = try await store.succeed(
            "append", "--batch", "-", "--derive-ids", "b", "--format", "csv", input: lines(1...7))
        #expect(other.contains("\n7,0,1,26\n"))
    }

    @Test func aLoadThatWasCutShortIsTakenUp() async throws {
        let history = (1...9).map { line($0, cycle: $0) + "\n" }
        let whole = try await StoreFolder()
        let resumed = try await StoreFolder()
        for store in [whole, resumed] { try await store.succeed("cycle", "next") }
        try await resumed.succeed(
            "append", "--batch", "-", "--derive-ids", "a", "--cycles", "offset",
            input: history.prefix(4).joined())
        for store in [whole, resumed] {
            try await store.succeed(
                "append", "--batch", "-", "--derive-ids", "a", "--cycles", "offset",
                input: history.joined())
        }
        let columns = "SELECT position, stream, cycle FROM event_log"
        let one = try await whole.succeed("query", columns)
        let two = try await resumed.succeed("query", columns)
        #expect(one == two)
        #expect(try await whole.succeed("cycle", "--format", "ndjson") == "{\"cycle\":10}\n")
    }

    @Test func cyclesAreKeptOrDropped() async throws {
        let store = try await StoreFolder()
        let history = line(1, cycle: 5) + "\n" + line(2, cycle: 7)
        try await store.succeed("append", "--batch", "-", input: history)
        #expect(try await store.succeed("cycle", "--format", "ndjson") == "{\"cycle\":7}\n")
        let sentence = try await store.refuse("append", "--batch", "-", input: history)
        #expect(sentence.contains("line 1 ") && sentence.contains("cycle 5"))
        try await store.succeed("append", "--batch", "-", "--cycles", "drop", input: history)
        #expect(try await store.succeed("cycle", "--format", "ndjson") == "{\"cycle\":7}\n")
        let far = try await store.refuse(
            "append", "--batch", "-", "--cycles", "offset",
            input: line(3, cycle: Int.max))
        #expect(far.contains("too large"))
    }

    @Test func linesMayEndAsTheyLike() async throws {
        let store = try await StoreFolder()
        let long = String(repeating: "x", count: 700_000)
        let input = [
            line(1), "\r", "   ", line(2, more: #","reason":"\#(long)""#) + "\r",
            line(3, more: #","actor":"Maria","kind":"human""#),
        ].joined(separator: "\n")
        let receipts = try await store.succeed(
            "append", "--batch", "-", "--format", "ndjson", input: input)
        let shown = receipts.split(separator: "\n").map { $0.prefix(25) }
        #expect(
            shown == [
                #"{"line":1,"position":6,"v"#, #"{"line":4,"position":7,"v"#,
                #"{"line":5,"position":8,"v"#,
            ])
        let actors = try await store.succeed(
            "query", "SELECT actor, kind FROM event_log WHERE position > 6", "--format", "csv")
        #expect(actors == "actor,kind\nAgent-1,agent\nMaria,human\n")
        let event = try await store.succeed("show", "7", "--format", "ndjson")
        #expect(event.contains(long))
    }

    @Test func causesReachBackWithinTheBatch() async throws {
        let store = try await StoreFolder()
        let input = lines(1...2) + line(3, more: #","causation":-2"#)
        try await store.succeed("append", "--batch", "-", input: input)
        let trace = try await store.succeed("trace", "6", "--format", "csv")
        #expect(trace.split(separator: "\n").map { $0.prefix(4) } == ["dept", "0,6,", "1,8,"])
    }
}
