import AnnalsTesting
import Foundation
import Testing

/// Commands on files that are no stores, or that cannot be used as such.
@Suite(.storesChecked) struct StoreFileTests {
    @Test func aMissingStoreIsNotMade() async throws {
        let store = try await StoreFolder(hasStore: false)
        for arguments in [["log"], ["stats"], ["cycle", "next"], ["backup", "-o", "copy.db"]] {
            let result = try await store.run(arguments)
            #expect(result.status == 1)
            #expect(result.error.hasPrefix("annals: there is no store at annals.db"))
        }
        let append = try await store.refuse(
            "append", "--stream", "task/A", "--type", "task.x", "--store", "none/of/this.db")
        #expect(append.contains("no store at none/of/this.db"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: store.folder.path).isEmpty)
        let empty = try await store.refuse("log", environment: ["ANNALS_STORE": ""])
        #expect(empty.contains("the path of the store is empty"))
    }

    @Test func theStoreIsFoundByOptionThenByVariable() async throws {
        let store = try await StoreFolder(hasStore: false)
        try await store.succeed("--store", "one.db", "init", "--origin", "one")
        try await store.succeed("init", "--origin", "two", "--store", "two.db")
        let variable = try await store.run(
            "init", environment: ["ANNALS_STORE": "three.db"])
        #expect(variable.status == 0)
        let option = try await store.run(
            "init", "--store", "four.db", environment: ["ANNALS_STORE": "three.db"])
        #expect(option.output.contains("four.db"))
        for name in ["one.db", "two.db", "three.db", "four.db"] {
            let attributes = try FileManager.default.attributesOfItem(
                atPath: store.folder.path(name))
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
    }

    @Test func initTouchesNothingThatIsThere() async throws {
        let store = try await StoreFolder()
        let before = try store.folder.read("annals.db")
        let sentence = try await store.refuse("init")
        #expect(sentence.contains("there is a file at annals.db already"))
        #expect(try store.folder.read("annals.db") == before)
        try store.folder.write("a letter", to: "letter.txt")
        _ = try await store.refuse("init", "--store", "letter.txt")
        #expect(try store.folder.read("letter.txt") == Array("a letter".utf8))
        let folder = try await store.refuse("init", "--store", "no/folder/annals.db")
        #expect(folder.contains("no/folder/annals.db"))
    }

    @Test(.storesUnchecked("is no store")) func aFileThatIsNoStore() async throws {
        let store = try await StoreFolder(hasStore: false)
        try store.folder.write("Dear diary, today I went to the harbour.\n", to: "annals.db")
        for arguments in [["log"], ["append", "--stream", "task/A", "--type", "task.x"]] {
            let result = try await store.run(arguments)
            #expect(result.status == 1)
            #expect(result.error.contains("annals.db"))
            #expect(result.error.contains("not"))
            #expect(result.error.split(separator: "\n").count == 1)
        }
        let bytes = try store.folder.read("annals.db")
        #expect(bytes == Array("Dear diary, today I went to the harbour.\n".utf8))
        let directory = try await store.refuse("log", "--store", ".")
        #expect(directory.contains("is not a file"))
        try store.folder.write([], to: "empty.db")
        _ = try await store.refuse("log", "--store", "empty.db")
        #expect(try store.folder.read("empty.db").isEmpty)
    }

    @Test(.storesUnchecked("is of another format")) func aNewerFormat() async throws {
        let store = try await StoreFolder()
        var bytes = try store.folder.read("annals.db")
        // `user_version` is the big-endian number at offset 60 of a SQLite file.
        bytes.replaceSubrange(60..<64, with: [0, 0, 0, 3])
        try store.folder.write(bytes, to: "annals.db")
        let reading = try await store.refuse("log")
        #expect(reading.contains("format 3") || reading.contains("newer"))
        let writing = try await store.refuse(
            "append", "--stream", "task/A", "--type", "task.x")
        #expect(writing == reading)
        #expect(try store.folder.read("annals.db") == bytes)
    }

    /// Foundation would end the process at such a name.
    @Test func aFileMayHaveANameOfOneCharacter() async throws {
        let folder = try await StoreFolder(hasStore: false)
        try await folder.succeed("init", "--store", "s")
        try await folder.succeed(
            "append", "--store", "s", "--batch", "-", "--rejects", "x",
            input: #"{"stream":"task/1","type":"task.x"}"#)
        try await folder.succeed("backup", "--store", "s", "-o", "b")
        try await folder.succeed("restore", "--store", "s", "--at", "3", "-o", "r")
        try folder.folder.write("{}", to: "d/f")
        try await folder.succeed("import", "--store", "s", "d")
        try await folder.succeed("export", "--store", "s", "e")
        #expect(try folder.folder.read("e/f") == Array("{}".utf8))
    }

    /// Also by a link or another spelling, and so are the files beside it.
    @Test func noFileOfTheStoreIsReadAsText() async throws {
        let store = try await StoreFolder()
        try store.folder.write("", to: "annals.db-wal")
        try store.folder.write("{}", to: "fine.json")
        for (name, target) in [("link", "annals.db"), ("walLink", "annals.db-wal")] {
            try FileManager.default.createSymbolicLink(
                atPath: store.folder.path(name), withDestinationPath: store.folder.path(target))
        }
        let task = ["append", "--stream", "task/A", "--type", "task.x"]
        for path in [
            "annals.db", "annals.db-wal", "annals.db-lock", "./annals.db", "link", "walLink",
        ] {
            for arguments in [
                task + ["--data", "@\(path)"], task + ["--context", "@\(path)"],
                ["append", "--batch", path], ["query", "@\(path)"], ["bisect", "@\(path)"],
                ["projections", "add", path], ["task", "create", "A", "--description", "@\(path)"],
                ["message", "send", "--to", "B", "@\(path)"],
            ] {
                let result = try await store.run(arguments)
                #expect(result.status == 1, "\(arguments)")
                #expect(result.error.contains("is the store itself"), "\(result.error)")
            }
        }
        for output in ["annals.db", "annals.db-lock", "annals.db-journal", "link"] {
            let sentence = try await store.refuse("append", "--batch", "-", "--rejects", output)
            #expect(sentence.contains("in use"))
        }
        try await store.succeed(
            "append", "--stream", "task/A", "--type", "task.x", "--data", "@fine.json")
    }

    @Test func theStoreIsNoInputOfItself() async throws {
        let store = try await StoreFolder()
        let sentence = try await store.refuse("append", "--batch", "annals.db")
        #expect(sentence.contains("is the store itself"))
        let missing = try await store.refuse("append", "--batch", "none.ndjson")
        #expect(missing.contains("\"none.ndjson\""))
        let data = try await store.refuse(
            "append", "--stream", "task/A", "--type", "task.x", "--data", "@none.json")
        #expect(data.contains("\"none.json\""))
    }
}
