import AnnalsHistory
import AnnalsModel
import AnnalsTesting
import Testing

@Suite("Differences of documents", .storesChecked)
struct DocumentDiffTests {
    @Test func sayWhatCameWentAndChanged() throws {
        let store = try EmptyStore()
        try store.append("task/A", ["title": "one", "at": ["x": 1]])
        try store.append("task/B", ["title": "two"])
        try store.append("task/D", ["title": "stays"])
        let before = try store.head()
        try store.append("task/A", ["at": ["x": 2], "new": ["deep": ["a": 1, "b": [:]]]])
        try store.append("task/B", deleted: true)
        try store.append("task/C", ["title": "three"])
        try store.append("task/D", ["title": "other"])
        try store.append("task/D", ["title": "stays"])
        var found: [DocumentDifference] = []
        try store.history.documentDifferences(
            in: MomentRange(after: .position(before), through: .head)
        ) { found.append($0) }
        #expect(found.map(\.stream.description) == ["task/A", "task/B", "task/C"])
        #expect(found.map(\.kind) == [.changed, .removed, .added])
        #expect(found[0].values.map(\.pointer.description) == ["/at/x", "/new"])
        #expect(found[0].values.map(\.old) == [1, nil])
        #expect(found[0].values.map(\.new) == [2, ["deep": ["a": 1, "b": [:]]]])
        #expect(found[1].values.map(\.old) == ["two"])
    }

    @Test func ofOneStreamAndWrongRanges() throws {
        let store = try EmptyStore()
        try store.append("task/A", ["title": "one"])
        try store.append("task/B", ["title": "two"])
        var found: [DocumentDifference] = []
        try store.history.documentDifferences(
            in: MomentRange("..head"), of: StreamName("task/B")
        ) { found.append($0) }
        #expect(found.map(\.stream.description) == ["task/B"])
        #expect(throws: StoreError(.invalidMoment, "")) {
            try store.history.documentDifferences(in: MomentRange("2..1")) { _ in }
        }
        #expect(throws: StoreError(.notFound, "")) {
            try store.history.documentDifferences(
                in: MomentRange("..head"), of: StreamName("task/none")
            ) { _ in }
        }
        #expect(throws: StoreError(.beyondHead, "")) {
            try store.history.documentDifferences(in: MomentRange("..3")) { _ in }
        }
    }

    @Test(arguments: Seeds.next()) func takeTheEarlierStateToTheLater(seed: UInt64) throws {
        var generator = try RandomHistory(seed: seed)
        let store = try EmptyStore()
        try store.fill(&generator, events: 200)
        let head = try store.head()
        for _ in 0..<20 {
            let bounds = (0..<2).map { _ in Int64.random(in: 0...head, using: &generator.random) }
            guard bounds[0] != bounds[1] else { continue }
            let range = MomentRange(
                after: .position(bounds.min() ?? 0), through: .position(bounds.max() ?? 0))
            var found: [StreamName: DocumentDifference] = [:]
            try store.history.documentDifferences(in: range) { found[$0.stream] = $0 }
            for stream in generator.streams {
                let old = try store.document(stream, at: bounds.min() ?? 0)
                let new = try store.document(stream, at: bounds.max() ?? 0)
                #expect((old == new) == (found[stream] == nil), "seed \(seed)")
                for entry in found[stream]?.values ?? [] {
                    #expect(old?.value(at: entry.pointer) == entry.old)
                    #expect(new?.value(at: entry.pointer) == entry.new)
                    #expect(entry.old != entry.new)
                }
                if let difference = found[stream], let new {
                    #expect(applied(difference.values, to: old) == new, "seed \(seed)")
                }
            }
        }
    }

    private func applied(_ values: [ValueDifference], to old: JSONObject?) -> JSONObject? {
        var document = old
        for entry in values {
            guard let new = entry.new else {
                document = Change(unset: [entry.pointer]).applied(to: document)
                continue
            }
            let data = entry.pointer.tokens.reversed().reduce(new) { .object([$1: $0]) }
            document = Change(data: data.asObject ?? [:], unset: [entry.pointer])
                .applied(to: document)
        }
        return document
    }
}
