import AnnalsTesting
import Foundation
import Testing

/// What is changed in the store reaches the folder that was imported.
@Suite(.storesChecked) struct WayBackCommandTests {
    private let first = "{\"datum\":\"chart\",\"days\":7}"
    private let second = "{\"datum\":\"sea\",\"days\":7}"
    private let path = "w/config/f.json"

    private func changed() async throws -> StoreFolder {
        let store = try await StoreFolder()
        try store.folder.write(first, to: path)
        try await store.succeed("import", "w")
        try await store.succeed("tag", "set", "good")
        try store.folder.write(second, to: path)
        try await store.succeed("import", "w")
        return store
    }

    private func text(_ store: StoreFolder) throws -> String {
        String(decoding: try store.folder.read(path), as: UTF8.self)
    }

    private func expectAgreement(_ store: StoreFolder) async throws {
        let head = try await store.head()
        try await store.succeed("import", "w")
        #expect(try await store.head() == head)
        try await store.succeed("import", "w", "--check")
        try await store.succeed("export", "out", "--current")
        #expect(try store.folder.read("out/config/f.json") == store.folder.read(path))
        let state = try await store.succeed("state", "config/f.json", "--format", "ndjson")
        #expect(try state == text(store) + "\n")
    }

    @Test(arguments: [
        (["--category", "file"], "config/f.json goes with file/config/f.json"),
        (["--stream", "file/config/f.json"], "config/f.json goes with file/config/f.json"),
        (["--stream", "config/f.json"], "file/config/f.json goes with config/f.json"),
    ])
    func aFileAndWhatItSaysGoTogether(scope: [String], says sentence: String) async throws {
        let store = try await changed()
        let command = ["rollback", "--to", "tag:good", "--files", "w"] + scope
        let preview = try await store.run(command + ["--format", "ndjson"])
        #expect(preview.status == 0 && preview.error.contains("annals: \(sentence)\n"))
        #expect(preview.output.contains(#""with":""#))
        #expect(try text(store) == second)
        let done = try await store.run(
            command + ["--apply", "--reason", "x", "--format", "ndjson"])
        #expect(done.status == 0 && done.error.contains(sentence), "\(done.error)")
        #expect(done.output.contains(#""companions":[{"stream":"#))
        #expect(try text(store) == first)
        try await expectAgreement(store)
    }

    @Test func withoutTheFolderThereIsAWord() async throws {
        let store = try await changed()
        let done = try await store.run(
            "rollback", "--to", "tag:good", "--stream", "config/f.json", "--apply", "--reason", "x")
        #expect(done.status == 0)
        #expect(
            done.error.contains(
                "warning: 1 value is not what the captured files say, since a rollback changes"
                    + " documents and no files: config/f.json/datum; add --files DIR"))
        let lines = done.error.split(separator: "\n")
        #expect(lines.count { $0.contains("captured files") } == 1)
    }

    @Test func aCommandsChangeIsWrittenIntoTheLiveFile() async throws {
        let store = try await changed()
        try await store.succeed("config", "set", "f.json", "/datum", "lake", "--reason", "x")
        let head = try await store.head()
        var command = ["export", "--current", "--in-place", "w", "--format", "ndjson"]
        let preview = try await store.run(command)
        #expect(preview.status == 0 && preview.error.contains("1 file would be"))
        #expect(preview.output.contains(#""pointers":["/datum"],"streams":["config/f.json"]"#))
        #expect(try text(store) == second)
        #expect(try await store.head() == head)
        command.append("--apply")
        try store.folder.write(first, to: path)
        let conflict = try await store.run(command)
        #expect(conflict.status == 1 && conflict.error.contains("conflicts"))
        #expect(try text(store) == first)
        try store.folder.write(second, to: path)
        let done = try await store.run(command)
        #expect(done.status == 0 && done.error.isEmpty, "\(done.error)")
        #expect(try text(store) == second.replacing("sea", with: "lake"))
        try await expectAgreement(store)
        for options in [["--in-place"], ["--apply"], ["--current", "--in-place", "--at", "1"]] {
            #expect(try await store.run(["export", "w"] + options).status == 64)
        }
    }

    @Test func whoIsKilledLeavesTheOldFileOrTheNewOne() async throws {
        let store = try await changed()
        let large = (0..<2_000).map { "\"k\($0)\": \($0)" }.joined(separator: ", ")
        func text(_ round: Int) -> String { "{\"datum\":\"d\(round)\", \(large)}" }
        try store.folder.write(text(0), to: path)
        try await store.succeed("import", "w")
        for round in 1...12 {
            try await store.succeed(
                "config", "set", "f.json", "/datum", "d\(round)", "--reason", "x")
            let writing = try store.start(
                "export", "--current", "--in-place", "w", "--apply", "--format", "ndjson")
            try await Task.sleep(for: .milliseconds(round * 7))
            writing.kill()
            _ = try? await writing.result()
            let found = try self.text(store)
            #expect(found == text(round - 1) || found == text(round), "round \(round)")
            try await store.succeed("import", "w")
            _ = try await store.run("export", "--current", "--in-place", "w", "--apply")
            #expect(try self.text(store) == text(round), "round \(round)")
        }
        let names = try FileManager.default.subpathsOfDirectory(atPath: store.folder.path("w"))
        #expect(names.sorted() == ["config", "config/f.json"])
    }

    @Test func aWatchWritesBackAndSaysSo() async throws {
        let store = try await changed()
        let watch = try store.start("watch", "w", "--write-back", "--format", "ndjson")
        let deadline = ContinuousClock.now + .seconds(120)
        while !watch.outputSoFar.contains("watching"), ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(10))
        }
        try await store.succeed("config", "set", "f.json", "/datum", "lake", "--reason", "x")
        while !watch.outputSoFar.contains("written_back"), ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(10))
        }
        #expect(kill(watch.processIdentifier, SIGTERM) == 0)
        let result = try await watch.result()
        #expect(result.status == 0 && result.error.isEmpty, "\(result.error)")
        #expect(result.output.contains(#""event":"written_back","path":"config/f.json""#))
        #expect(result.output.contains(#""written_back":1,"conflicts":[],"not_written":[]"#))
        #expect(try text(store) == second.replacing("sea", with: "lake"))
        try await expectAgreement(store)
    }
}
