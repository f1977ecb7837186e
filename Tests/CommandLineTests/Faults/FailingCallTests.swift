import AnnalsTesting
import Foundation
import Testing

/// Whatever call of the system fails under a command, and wherever it is killed, it is done or not
/// done: every store is whole, every file has the bytes of before or of after, and the next command
/// finds nothing in its way.
///
/// With `ANNALS_LONG_TESTS` every call of every command fails once; else some of them, others with
/// every seed.
@Suite("Commands whose calls fail", .storesChecked)
struct FailingCallTests {
    private static let isLong = ProcessInfo.processInfo.environment["ANNALS_LONG_TESTS"] != nil

    /// A command, to be run in a folder with a store, a definition and some files.
    struct Verb: Sendable, CustomTestStringConvertible {
        let arguments: [String]
        /// What comes before it.
        var prepared: [[String]] = []
        /// Whether it is done in steps, so that the log may end between before and after.
        var hasSteps: Bool { arguments.first == "erase" }

        var testDescription: String { arguments.prefix(2).joined(separator: " ") }

        init(_ line: String, after prepared: String...) {
            arguments = Self.words(line)
            self.prepared = prepared.map(Self.words)
        }

        private static func words(_ line: String) -> [String] {
            line.split(separator: " ").map(String.init)
        }
    }

    static let verbs = [
        Verb("init --store new.db --origin test"),
        Verb("append --batch events.ndjson"),
        Verb("backup -o copy.db"),
        Verb("backup -o copy.db --keep 2", after: "backup -o copy.db", "tag one"),
        Verb("restore --at 8 -o fork.db"),
        Verb("projections rebuild"),
        Verb("projections add titles.sql"),
        Verb("import fleet"),
        Verb("export out", after: "import fleet"),
        Verb("checkpoint --key a.key --to out.notes", after: "key new a.key"),
        Verb(
            "checkpoint --key a.key --to out.notes", after: "key new a.key",
            "checkpoint --key a.key --to out.notes", "tag one"),
        Verb("prove 3 --key a.key -o out.tlog-proof", after: "key new a.key"),
        Verb("tiles out --key a.key", after: "key new a.key"),
        Verb("erase task/3 --reason request --apply", after: "append --batch events.ndjson"),
        Verb("compact", after: "append --batch events.ndjson"),
        Verb("rollback --to seq:9 --reason mistake --apply", after: "append --batch events.ndjson"),
    ]

    @Test(arguments: Case.all)
    func isDoneOrNot(_ given: Case) async throws {
        let (verb, kind, seed) = (given.verb, given.kind, given.seed)
        let start = try await files(before: verb)
        let clean = try await folder(start)
        try await clean.run(verb.arguments)
        let expected = Outcome(
            before: try contents(try await folder(start)), after: try contents(clean),
            heads: [try await (try await folder(start)).head(), try await clean.head()])
        var random = SeededRandom(seed: seed)
        var call = 1
        while try await fails(verb, kind, atCall: call, start, expected) {
            call += Self.isLong ? 1 : 1 + random.number(0...(call * 4))
        }
    }

    /// What fails in one run, and the seed that says where.
    struct Case: Sendable, CustomTestStringConvertible {
        let verb: Verb
        let kind: FailingCalls.Kind
        let seed: UInt64

        static let all = verbs.flatMap { verb in
            FailingCalls.Kind.allCases.flatMap { kind in
                Seeds.next().map { Case(verb: verb, kind: kind, seed: $0) }
            }
        }

        var testDescription: String { "\(verb.testDescription), \(kind), seed \(seed)" }
    }

    /// What there may be when the command has ended.
    private struct Outcome {
        let before: [String: [UInt8]?]
        let after: [String: [UInt8]?]
        let heads: [Int64]
    }

    // MARK: The folder

    /// The files of a folder in which a command can be run, without their locks.
    private func files(before verb: Verb) async throws -> [String: [UInt8]?] {
        let store = try await StoreFolder()
        let lines = (1...40).map { number in
            #"{"stream":"task/\#(number % 9)","type":"task.created","#
                + #""id":"00000000-0000-4000-8000-\#(100_000_000_000 + number)","#
                + #""data":{"title":"\#(String(repeating: "word \(number) ", count: 60))"}}"#
        }
        try store.folder.write(lines[..<12].joined(separator: "\n"), to: "first.ndjson")
        try store.folder.write(lines.joined(separator: "\n"), to: "events.ndjson")
        try store.folder.write(
            """
            -- Every title.
            CREATE TABLE titles (id TEXT PRIMARY KEY, title TEXT) STRICT;
            -- on task.*: merge into titles key id
            """, to: "titles.sql")
        for agent in 1...3 {
            let status = #"{"agent_id": "Agent-\#(agent)", "status": "ACTIVE"}"#
            try store.folder.write(
                status, to: "fleet/agent_workspaces/Agent-\(agent)/status.json")
            try store.folder.write("Notes.\n", to: "fleet/agent_workspaces/Agent-\(agent)/n.md")
        }
        try await store.succeed("append", "--batch", "first.ndjson")
        for arguments in verb.prepared {
            let result = try await store.run(arguments)
            #expect(result.status == 0, "\(result.error)")
        }
        var files: [String: [UInt8]?] = [:]
        for name in try names(store) { files[name] = try store.folder.read(name) }
        return files.filter { !$0.key.hasSuffix("-lock") }
    }

    private func names(_ store: StoreFolder) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: store.folder.path).filter { name in
            var isFolder = ObjCBool(false)
            return FileManager.default.fileExists(
                atPath: store.folder.path(name), isDirectory: &isFolder) && !isFolder.boolValue
        }
    }

    private func folder(_ files: [String: [UInt8]?]) async throws -> StoreFolder {
        let store = try await StoreFolder(hasStore: false)
        for case (let name, let bytes?) in files { try store.folder.write(bytes, to: name) }
        return store
    }

    /// The files there, with the bytes of those that are no store's.
    private func contents(_ store: StoreFolder) throws -> [String: [UInt8]?] {
        var files: [String: [UInt8]?] = [:]
        let there = try names(store)
        // SQLite's own files are the store's, and the next process takes care of them.
        let side = there.filter { $0.hasSuffix(".db") }.flatMap { [$0 + "-wal", $0 + "-shm"] }
        for name in there where !name.hasSuffix("-lock") && !side.contains(name) {
            files.updateValue(
                name.contains(".db") ? nil : try store.folder.read(name), forKey: name)
        }
        return files
    }

    // MARK: One run

    /// - Returns: Whether it came to the call.
    private func fails(
        _ verb: Verb, _ kind: FailingCalls.Kind, atCall call: Int, _ start: [String: [UInt8]?],
        _ expected: Outcome
    ) async throws -> Bool {
        let store = try await folder(start)
        let notes = try TemporaryDirectory()
        let result = try await store.run(
            verb.arguments,
            environment: try FailingCalls.environment(
                kind, atCall: call, in: store.folder, noting: notes.path("hit")))
        guard FileManager.default.fileExists(atPath: notes.path("hit")) else { return false }
        let place: Comment = "call \(call): \(result.status) \(result.error)"
        switch kind {
        case .kill: #expect(result.status == 128 + SIGKILL, place)
        case .io, .full: check(result, place)
        }
        if kind != .kill { try expectClean(store, expected, place) }
        let head = try await store.head()
        let isBetween = verb.hasSteps && (expected.heads[0]...expected.heads[1]).contains(head)
        #expect(expected.heads.contains(head) || isBetween, place)
        // Whatever is there now, the command can be given again, and is done then. An export
        // overwrites nothing.
        try? FileManager.default.removeItem(atPath: store.folder.path("out"))
        let again = try await store.run(verb.arguments)
        try expectEqual(contents(store), expected.after, place)
        let isThere =
            again.error.contains("already") || again.error.contains("there is nothing to erase")
        #expect(again.status == 0 || isThere, "\(again.error) after \(place.rawValue)")
        if again.status == 0 { #expect(try await store.head() >= expected.heads[1], place) }
        return true
    }

    private func expectEqual(
        _ found: [String: [UInt8]?], _ expected: [String: [UInt8]?], _ place: Comment
    ) {
        let names = Set(found.keys).union(expected.keys).filter { found[$0] != expected[$0] }
        #expect(names.isEmpty, "\(names) after \(place.rawValue)")
    }

    /// One sentence, unless it could do without, or lists what it could not do.
    private func check(_ result: CommandResult, _ place: Comment) {
        #expect([0, 1, 2].contains(result.status), place)
        if result.status == 0 || result.output.contains("unwritable") { return }
        let lines = result.error.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 2 && lines.last == "", place)
        #expect(result.error.hasPrefix("annals: "), place)
        let isPlaced = [".db", "out", "fleet"].contains { result.error.contains($0) }
        #expect(isPlaced && !result.error.contains("a statement"), place)
    }

    /// Nothing is there that was neither before nor is after, nor half of it.
    private func expectClean(
        _ store: StoreFolder, _ expected: Outcome, _ place: Comment
    ) throws {
        for (name, bytes) in try contents(store) {
            let isKnown = [expected.before, expected.after].contains { files in
                files[name].map { $0 == bytes } ?? false
            }
            #expect(isKnown, "\(name) after \(place.rawValue)")
        }
    }
}
