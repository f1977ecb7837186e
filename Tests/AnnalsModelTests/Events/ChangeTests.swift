import AnnalsModel
import AnnalsTesting
import Testing

@Suite("Changes of documents")
struct ChangeTests {
    @Test(
        "Objects merge, everything else replaces, null is a value",
        arguments: [
            (#"{}"#, #"{}"#, #"{}"#),
            (#"{"a":1,"b":2}"#, #"{"a":3,"c":4}"#, #"{"a":3,"b":2,"c":4}"#),
            (#"{"a":{"x":1,"y":2}}"#, #"{"a":{"y":3}}"#, #"{"a":{"x":1,"y":3}}"#),
            (#"{"a":{"x":1}}"#, #"{"a":{}}"#, #"{"a":{"x":1}}"#),
            (#"{"a":1}"#, #"{"a":{}}"#, #"{"a":{}}"#),
            (#"{"a":1}"#, #"{"a":{"x":{"y":null}}}"#, #"{"a":{"x":{"y":null}}}"#),
            (#"{"a":{"x":1}}"#, #"{"a":null}"#, #"{"a":null}"#),
            (#"{"a":null}"#, #"{"a":{"x":1}}"#, #"{"a":{"x":1}}"#),
            (#"{"a":[1,2,3]}"#, #"{"a":[4]}"#, #"{"a":[4]}"#),
            (#"{"a":[{"x":1}]}"#, #"{"a":{"0":2}}"#, #"{"a":{"0":2}}"#),
        ])
    func merging(old: String, data: String, new: String) throws {
        let change = Change(data: try object(data))
        #expect(change.applied(to: try object(old))?.compact == new)
    }

    @Test(
        "What is unset goes before data merges; what names nothing is ignored",
        arguments: [
            (#"{"a":1,"b":2}"#, ["/a"], #"{}"#, #"{"b":2}"#),
            (#"{"a":1,"b":2}"#, ["/a"], #"{"a":3}"#, #"{"b":2,"a":3}"#),
            (#"{"a":{"x":1,"y":2}}"#, ["/a"], #"{"a":{"z":3}}"#, #"{"a":{"z":3}}"#),
            (#"{"a":{"x":1}}"#, ["/a/x"], #"{}"#, #"{"a":{}}"#),
            (#"{"a":[1]}"#, ["/a/0", "/a/x", "/b", "/b/c", "/"], #"{}"#, #"{"a":[1]}"#),
            (#"{"":{"":1}}"#, ["//"], #"{}"#, #"{"":{}}"#),
            (#"{"a/b":1,"~1":2}"#, ["/a~1b", "/~01"], #"{}"#, #"{}"#),
            (#"{"a":{"b":1}}"#, ["/a", "/a/b"], #"{}"#, #"{}"#),
            (#"{"é":1,"e\#u{301}":2}"#, ["/e\u{301}"], #"{}"#, #"{"é":1}"#),
        ])
    func unsetting(old: String, unset: [String], data: String, new: String) throws {
        let pointers = try unset.map { try JSONPointer($0) }
        let change = Change(data: try object(data), unset: pointers)
        try change.validate()
        #expect(change.applied(to: try object(old))?.compact == new)
    }

    @Test("A document ends, and a later change starts a new one")
    func ending() {
        var document: JSONObject? = ["a": 1]
        Change(deleted: true).apply(to: &document)
        #expect(document == nil)
        Change().apply(to: &document)
        #expect(document == [:])
        Change(data: ["b": 2]).apply(to: &document)
        #expect(document == ["b": 2])
        #expect(Change(data: ["b": 2]).applied(to: nil) == ["b": 2])
        #expect(Change(deleted: true).applied(to: nil) == nil)
    }

    @Test("Changing in place leaves other copies alone")
    func copies() {
        let original: JSONObject = ["a": ["b": ["c": 1]], "d": 2]
        var document: JSONObject? = original
        Change(data: ["a": ["b": ["c": 3]]], unset: [JSONPointer(tokens: ["d"])])
            .apply(to: &document)
        #expect(document == ["a": ["b": ["c": 3]]])
        #expect(original == ["a": ["b": ["c": 1]], "d": 2])
    }

    @Test(
        "Differences of the corners",
        arguments: [
            (#"{"a":1}"#, #"{"a":1}"#, #"{}"#, []),
            (#"{"a":1,"b":2}"#, #"{"b":2,"a":1}"#, #"{}"#, []),
            (#"{"a":{"x":1,"y":2},"b":0}"#, #"{"a":{},"b":0}"#, #"{}"#, ["/a/x", "/a/y"]),
            (#"{}"#, #"{"a":{}}"#, #"{"a":{}}"#, []),
            (#"{"a":1}"#, #"{"a":{}}"#, #"{"a":{}}"#, []),
            (#"{"a":{}}"#, #"{"a":1}"#, #"{"a":1}"#, []),
            (#"{"a":{"x":1}}"#, #"{"a":[]}"#, #"{"a":[]}"#, []),
            (#"{"a":[1,2]}"#, #"{"a":[1,2,3]}"#, #"{"a":[1,2,3]}"#, []),
            (#"{"a":null}"#, #"{}"#, #"{}"#, ["/a"]),
            (#"{}"#, #"{"a":null}"#, #"{"a":null}"#, []),
            (#"{"a":1}"#, #"{"a":1.0}"#, #"{"a":1.0}"#, []),
            (#"{"a/b":{"~":1},"":2}"#, #"{"a/b":{}}"#, #"{}"#, ["/", "/a~1b/~0"]),
            (#"{"a":{"x":{"y":1}}}"#, #"{"a":{"x":{},"z":1}}"#, #"{"a":{"z":1}}"#, ["/a/x/y"]),
            (#"{"é":1}"#, #"{"e\#u{301}":1}"#, #"{"e\#u{301}":1}"#, ["/é"]),
        ])
    func differences(old: String, new: String, data: String, unset: [String]) throws {
        let change = Change.difference(from: try object(old), to: try object(new))
        #expect(change.data.compact.hasSameBytes(as: data))
        #expect(change.unset.map(\.description) == unset)
        #expect(change.applied(to: try object(old)) == (try object(new)))
    }

    @Test("Law: the difference, applied to the old, gives the new")
    func law() throws {
        try checkProperty(times: 6_000) { random in
            let old = RandomJSON.object(depth: 4, &random)
            let new =
                Bool.random(using: &random)
                ? RandomJSON.mutated(old, &random) : RandomJSON.object(depth: 4, &random)
            let change = Change.difference(from: old, to: new)
            try change.validate()
            #expect(change.applied(to: old) == new, "\(old.compact) to \(new.compact)")
            #expect(change.isEmpty == (old == new))
            #expect(Change.difference(from: new, to: new).isEmpty)
            // A second time it changes nothing more, and its own text tells it in full.
            #expect(change.applied(to: new) == new)
            let again = Change(
                data: try object(change.data.compact),
                unset: try change.unset.map { try JSONPointer($0.description) })
            #expect(again == change)
        }
    }

    @Test("Merging into nothing and merging nothing are neutral; the last merge wins")
    func merges() throws {
        try checkProperty(times: 2_000) { random in
            let first = RandomJSON.object(depth: 3, &random)
            let second = RandomJSON.object(depth: 3, &random)
            #expect(Change(data: first).applied(to: nil) == first)
            #expect(Change().applied(to: first) == first)
            var merged = first
            merged.merge(second)
            #expect(merged.keys.starts(with: first.keys) { $0.hasSameBytes(as: $1) })
            var again = merged
            again.merge(second)
            #expect(again == merged)
        }
    }

    @Test("What a change must not be")
    func validation() throws {
        let root = JSONPointer(tokens: [])
        let pointer = JSONPointer(tokens: ["a"])
        refusal(.invalidPointer) { try Change(unset: [pointer, root]).validate() }
        refusal(.invalidArgument) { try Change(data: ["a": 1], deleted: true).validate() }
        refusal(.invalidArgument) { try Change(unset: [pointer], deleted: true).validate() }
        try Change(deleted: true).validate()
        try Change().validate()
        #expect(Change().isEmpty)
        #expect(!Change(deleted: true).isEmpty)

        var deep: JSONValue = [:]
        for _ in 1..<Limits.jsonDepthMax - 1 { deep = [deep] }
        try Change(data: ["a": deep, "b": [], "c": 1]).validate()
        let error = refusal(.invalidJSON) { try Change(data: ["a": ["b": deep]]).validate() }
        #expect(error?.message.contains("128 levels") == true)
        for _ in 0..<10_000 { deep = ["x": deep] }
        refusal(.invalidJSON) { try Change(data: ["a": deep]).validate() }
    }

    private func object(_ text: String) throws -> JSONObject {
        try #require(try JSONValue(parsing: text).asObject)
    }
}
