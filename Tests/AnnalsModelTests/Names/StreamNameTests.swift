import AnnalsModel
import AnnalsTesting
import Testing

@Suite("Names of streams")
struct StreamNameTests {
    @Test(
        "Category and id",
        arguments: [
            ("task/DB_002", "task", "DB_002"), ("a/b/c", "a", "b/c"), ("a//", "a", "/"),
            ("a-b_9/ ", "a-b_9", " "), ("file/a b/é😀", "file", "a b/é😀"),
            ("x/\u{301}y", "x", "\u{301}y"),
        ])
    func parts(text: String, category: String, id: String) throws {
        let name = try StreamName(text)
        #expect(name.category == category)
        #expect(name.id.hasSameBytes(as: id))
        #expect(name.description.hasSameBytes(as: text))
        #expect(try StreamName(category: category, id: id) == name)
        #expect(!name.isOwn)
    }

    @Test(
        "What is no stream",
        arguments: [
            "", "task", "/id", "task/", "Task/1", "1task/1", "-a/1", "ta sk/1", "täsk/1",
            "task/a\nb",
            "task/\u{7F}", "task/\u{0}", "task/\u{85}", "task/x\u{9F}",
        ])
    func refusals(text: String) {
        refusal(.invalidName) { try StreamName(text) }
    }

    @Test("Lengths are counted in bytes")
    func lengths() throws {
        let longest = "a" + String(repeating: "b", count: 62)
        #expect(try StreamName("\(longest)/1").category == longest)
        refusal(.invalidName) { try StreamName("\(longest)b/1") }
        let id = String(repeating: "é", count: 512)
        #expect(try StreamName(category: "a", id: id).id == id)
        let error = refusal(.invalidName) { try StreamName(category: "a", id: id + "x") }
        #expect(error?.message.contains("1025 bytes") == true)
    }

    @Test("U+00A0 is no control character, its neighbours are")
    func edges() throws {
        #expect(try StreamName("a/\u{A0}").id == "\u{A0}")
        #expect(try StreamName("a/\u{20}x\u{7E}").id == " x~")
    }

    @Test("Names are equal if their bytes are")
    func equality() throws {
        let set = try Set(["a/é", "a/e\u{301}", "a/é"].map { try StreamName($0) })
        #expect(set.count == 2)
        #expect(try StreamName("annals/cycle").isOwn)
    }

    @Test(
        "Paths and their ids",
        arguments: [
            (Array("a/b c.json".utf8), "a/b c.json"), (Array("é😀".utf8), "é😀"),
            (Array("100%".utf8), "100%25"),
            ([0x0A, 0x61, 0x7F], "%0Aa%7F"), ([0xFF, 0x61], "%FFa"), ([0xC2, 0x85], "%C2%85"),
            ([0xC2, 0xA0], "\u{A0}"), ([0xC3], "%C3"), ([0xED, 0xA0, 0x80], "%ED%A0%80"),
            ([0xE2, 0x82], "%E2%82"), ([0xF0, 0x9F, 0x98, 0x80], "😀"), ([0xC0, 0xAF], "%C0%AF"),
        ] as [([UInt8], String)])
    func paths(path: [UInt8], id: String) throws {
        #expect(StreamName.percentEncoded(path: path) == id)
        #expect(StreamName.pathBytes(percentEncoded: id) == path)
        let name = try StreamName(filePath: path)
        #expect(name.description == "file/" + id)
        #expect(name.filePath == path)
    }

    @Test("Any path comes back from its id")
    func pathRoundTrip() throws {
        let stock: [UInt8] = [
            0x00, 0x09, 0x20, 0x25, 0x2F, 0x41, 0x7F, 0x80, 0x85, 0x9F, 0xA0, 0xC2, 0xC3, 0xE2,
            0x82,
            0xAC, 0xED, 0xF0, 0x9F, 0x98, 0xF4, 0xFF,
        ]
        try checkProperty(times: 5_000) { random in
            let path = (0..<Int.random(in: 1...12, using: &random)).map { _ in
                stock[Int.random(in: 0..<stock.count, using: &random)]
            }
            let name = try StreamName(filePath: path)
            #expect(name.filePath == path)
            #expect(try StreamName(name.description) == name)
        }
    }

    @Test("Ids that no path has", arguments: ["%", "%4", "%4G", "%41", "%ff", "a%C3%A9", "%0a"])
    func badIds(id: String) throws {
        #expect(StreamName.pathBytes(percentEncoded: id) == nil)
        #expect(try StreamName(category: "file", id: id).filePath == nil)
    }

    @Test("Only file streams have a path, and only paths that fit have a stream")
    func noPath() throws {
        #expect(try StreamName("task/a").filePath == nil)
        refusal(.invalidName) { try StreamName(filePath: []) }
        refusal(.invalidName) { try StreamName(filePath: [UInt8](repeating: 0xFF, count: 342)) }
    }
}
