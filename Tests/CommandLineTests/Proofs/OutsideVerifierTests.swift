import AnnalsTesting
import Foundation
import Testing

/// `tools/check_proof.py` knows nothing but the page FORMAT: it says of proofs and trees what this
/// program says, of whole ones and of mangled ones.
@Suite(.storesChecked) struct OutsideVerifierTests {
    private static let python = CommandLineTool(executable: URL(filePath: "/usr/bin/python3"))
    private static let tools = (0..<4).reduce(URL(filePath: #filePath)) { url, _ in
        url.deletingLastPathComponent()
    }.appending(path: "tools").path(percentEncoded: false)

    /// Checks many files in one process: a line for each with what it proves, or `no`.
    private static let many = """
        import json, sys
        sys.path.insert(0, sys.argv[1])
        import check_proof as c
        key = c.Key(sys.argv[2])
        for path in sys.argv[3:]:
            with open(path, "rb") as file: data = file.read()
            try: print(json.dumps(c.check_proof(data, key), ensure_ascii=False))
            except c.Fault: print("no")
        """

    private func verify(_ made: ProofFolder, _ path: String) async throws -> CommandResult {
        try await Self.python.run(
            "\(Self.tools)/check_proof.py", made.verifier, path, in: made.store.folder)
    }

    /// The worked proof of the page FORMAT, as it stands there.
    @Test func theWorkedProof() async throws {
        let page = URL(filePath: Self.tools).deletingLastPathComponent()
            .appending(path: "Sources/Annals/Annals.docc/FORMAT.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        let blocks = try #require(text.components(separatedBy: "### A worked proof").last)
            .components(separatedBy: "```\n")
        let key = try #require(blocks[1].split(separator: "\n").first.map(String.init))
        let folder = try TemporaryDirectory()
        let path = try folder.write(blocks[3], to: "worked.tlog-proof")
        let outside = try await Self.python.run(
            "\(Self.tools)/check_proof.py", key, path, in: folder)
        #expect(outside.status == 0, "\(outside.error)")
        #expect(outside.output.contains(#""body": "{\"data\":{\"status\":\"claimed\"},"#))
        let ours = try await CommandLineTool.built().run(
            "check-proof", path, "--key", key, "--format", "json", in: folder)
        #expect(ours.status == 0 && ours.output.contains("header_and_body"), "\(ours.error)")
    }

    @Test func treesOfAnySize() async throws {
        // Five events install projections; each export signs, which is an event too.
        let made = try await ProofFolder(events: 249)
        let folder = made.store.folder
        for (more, size) in [(0, 254), (1, 256), (1, 258), (255, 514)] {
            let line = #"{"stream":"task/M","type":"task.changed","data":{}}"# + "\n"
            try await made.store.succeed(
                "append", "--batch", "-", input: String(repeating: line, count: more))
            let exported = try await made.store.succeed(
                "tiles", "tree", "--key", "test.key", "--format", "json")
            #expect(exported.contains("\"size\": \(size),"))
            let result = try await verify(made, folder.path("tree"))
            #expect(result.status == 0, "\(result.error)")
            #expect(result.output.contains("\"size\": \(size),"))
        }
        // Any changed byte of any file is found.
        let names = try #require(FileManager.default.enumerator(atPath: folder.path("tree")))
            .compactMap { $0 as? String }.filter { !$0.hasSuffix(".p") }.sorted()
        var changed = 0
        for name in names {
            let path = "tree/\(name)"
            guard let bytes = try? folder.read(path) else { continue }
            for place in [0, bytes.count / 2, bytes.count - 1] {
                var mangled = bytes
                mangled[place] ^= 1
                try folder.write(mangled, to: path)
                let result = try await verify(made, folder.path("tree"))
                #expect(result.status == 1 && result.output.isEmpty, "\(name) at \(place)")
                changed += 1
            }
            try folder.write(bytes, to: path)
        }
        #expect(changed > 15)
        #expect(try await verify(made, folder.path("tree")).status == 0)
    }

    /// Mangled proofs: both verifiers take the same, and say the same of it; the program ends with
    /// one sentence and exit code 1 or 2, whatever the bytes are.
    @Test(arguments: Seeds.next()) func mangledProofs(seed: UInt64) async throws {
        var random = SeededRandom(seed: seed)
        let made = try await ProofFolder()
        let folder = made.store.folder
        let originals = try await [made.proof(9), made.proof(9, "--with-body")]
        var paths: [String] = []
        for index in 0..<200 {
            let original = originals[index % 2]
            let bytes = index < 2 ? original : random.mutated(original)
            paths.append(try folder.write(bytes, to: "\(index).tlog-proof"))
        }
        let outside = try await Self.python.run(
            ["-c", Self.many, Self.tools, made.verifier] + paths, in: folder)
        #expect(outside.status == 0, "\(outside.error)")
        let lines = outside.output.split(separator: "\n")
        #expect(lines.count == paths.count)
        var taken = 0
        for (path, line) in zip(paths, lines) {
            let result = try await made.store.run(
                "check-proof", path, "--key", made.verifier, "--format", "ndjson")
            let bytes = Array(try Data(contentsOf: URL(filePath: path)))
            #expect((result.status == 0) == (line != "no"), "seed \(seed): \(path): \(line)")
            guard result.status == 0 else {
                let isSentence =
                    result.error.hasPrefix("annals: ") && result.error.hasSuffix("\n")
                    && result.error.dropLast().allSatisfy { !$0.isNewline }
                #expect(isSentence && result.output.isEmpty, "seed \(seed): \(result.error)")
                #expect([1, 2].contains(result.status), "seed \(seed): \(bytes)")
                continue
            }
            taken += 1
            for member in ["position", "stream", "body_digest", "root", "body", "correlation"] {
                let expression = try Regex("\"\(member)\": ?(\"(?:[^\"\\\\]|\\\\.)*\"|[^,}]+)")
                let ours = result.output.firstMatch(of: expression)?.output[1].substring
                let theirs = line.firstMatch(of: expression)?.output[1].substring
                #expect(ours == theirs, "seed \(seed): \(member)")
            }
        }
        #expect(taken >= 2 && taken < 40)
    }

    /// Mangled notes that are said to come back from witnesses, and files to append to.
    @Test(arguments: Seeds.next()) func mangledNotes(seed: UInt64) async throws {
        var random = SeededRandom(seed: seed)
        let made = try await ProofFolder()
        let note = try await made.store.run("checkpoint", "--key", "test.key").outputBytes
        let witness = "witness.example/w1+09dcf0bd+BAu8NGpXZnw4ASC9nH/X5R0sX9/qN80vW/QFssa/by14"
        for index in 0..<100 {
            let bytes = random.mutated(note)
            try made.store.folder.write(bytes, to: "mangled")
            let words =
                index % 2 == 0
                ? ["--cosigned", "mangled", "--witness", witness]
                : ["--key", "test.key", "--to", "mangled"]
            let result = try await made.store.run(["checkpoint"] + words)
            #expect([0, 1].contains(result.status), "seed \(seed): \(bytes)")
            #expect(result.status == 0 || result.error.hasPrefix("annals: "), "seed \(seed)")
            // What cannot be used is left as it is.
            let left = try made.store.folder.read("mangled")
            #expect(left.starts(with: bytes) && (result.status == 0 || left == bytes))
        }
    }
}
