import AnnalsTesting
import Foundation
import Testing

/// Copies are looked at, and passed on to a command.
@Suite(.storesChecked) struct BackupVerifyTests {
    @Test func saysHowFarACopyIsBehind() async throws {
        let store = try await RestoreFromTests.store()
        let before = (try RestoreFromTests.names(store), try store.folder.read("copy.db"))
        let found = try await store.succeed("backup", "--verify", "copy.db", "--format", "ndjson")
        #expect(found.contains(#""standing":"beginning","events":14,"#))
        #expect(found.contains(#""common":14,"behind":2,"behind_since":"20"#))
        #expect(try store.folder.read("copy.db") == before.1)
        let new = try RestoreFromTests.names(store).subtracting(before.0)
        #expect(!new.contains { $0.hasPrefix("copy.db") })

        try await store.succeed("append", "--store", "copy.db", "--stream", "a/b", "--type", "a.c")
        let parted = try await store.run("backup", "--verify", "copy.db", "--format", "ndjson")
        #expect(parted.status == 1 && parted.output.contains(#""standing":"parted""#))
        #expect(parted.error.contains("different events after position 14"))

        try await store.succeed("init", "--store", "other.db", "--origin", "other")
        let foreign = try await store.run("backup", "--verify", "other.db", "--format", "ndjson")
        #expect(foreign.status == 1 && foreign.output.contains(#""standing":"foreign""#))
        #expect(foreign.error.contains("other.db is a whole store, but another one"))

        let alone = try await store.run(
            "backup", "--verify", "copy.db", "--store", "none.db", "--format", "ndjson")
        #expect(alone.status == 0 && alone.output.contains(#""standing":"unknown""#))
        #expect(alone.error.contains("warning: the copy was not compared with the store: there is"))
        let itself = try await store.refuse("backup", "--verify", "annals.db")
        #expect(itself.contains("is the store itself"))
    }

    @Test(.storesUnchecked("damaged on purpose")) func findsDamage() async throws {
        let store = try await RestoreFromTests.store()
        try await store.damageBody(in: "copy.db")
        let sentence = try await store.refuse("backup", "--verify", "copy.db")
        #expect(sentence.contains("the copy copy.db is damaged") && sentence.contains("8"))
    }

    @Test func runsACommandOnTheCopy() async throws {
        let store = try await StoreFolder()
        let names = ["a b.db", "it's.db", "$(touch no).db", "-n.db", "new\nline.db", "`x`;\".db"]
        for name in names {
            let result = try await store.run(
                "backup", "--output=\(name)", "--exec",
                #"cp -- %f "%f".copied && echo 100%% && printf '<%%s>' "$(printf %%s "%f" %f)""#,
                "--format", "ndjson")
            #expect(result.status == 0, "\(result.error)")
            #expect(result.output.split(separator: "\n").count == 1)
            let path = "\(store.folder.path)/\(name)"
            #expect(result.error.hasPrefix("100%\n<\(path)\(path)>"))
            #expect(
                try store.folder.read(name) == store.folder.read("\(name).copied"), "\(name)")
        }
        #expect(!FileManager.default.fileExists(atPath: store.folder.path("no")))
    }

    @Test func aCommandThatFailsLeavesTheCopy() async throws {
        let store = try await StoreFolder()
        for (command, words) in [
            ("exit 3 # %f", "ended with exit code 3"), ("kill -9 $$ # %f", "ended by signal 9"),
        ] {
            let result = try await store.run(
                "backup", "-o", "copy.db", "--keep", "2", "--exec", command)
            #expect(result.status == 1 && result.error.contains(words), "\(result.error)")
            #expect(result.error.contains("copy.db is whole"))
        }
        for command in [
            "echo hello", "echo %f %x", "echo %f %", "echo '%f'", "a \"$(b '%f')\"",
            "cat <<END\n%f\nEND", "sh -c \"cat %f\"", "bash -ec \"cat %f\"", "eval cat %f",
            "ssh vault \"cat > %f\"", "ssh vault rm %f", "true; ssh vault \"cd a; rm %f\"",
            "bash -o pipefail -c \"cat %f\"", "su - x -c \"cat %f\"", "X=1 sudo eval cat %f",
        ] {
            let result = try await store.run("backup", "-o", "other.db", "--exec", command)
            #expect(result.status == 64 && result.error.contains("--exec"), "\(result.error)")
        }
        for command in [
            "sh -c 'test -s \"$1\"' sh %f", "sh -c 'test -s \"$1\"' sh \"%f\"",
            "bash -c true; test -s \"%f\"", "echo \"eval done\"; test -s %f",
            "test -s %f$((1<<2 - 2))* || test -s %f", "true ssh && test -s \"%f\"",
            "ssh() { cat >/dev/null; }; ssh vault 'cat >db' <%f",
        ] {
            let result = try await store.run(
                "backup", "-o", "copy.db", "--keep", "2", "--exec", command)
            #expect(result.status == 0, "\(command): \(result.error)")
        }
        for arguments in [
            ["--verify", "copy.db", "-o", "x.db"], [], ["--verify", "copy.db", "--keep", "2"],
        ] {
            #expect(try await store.run(["backup"] + arguments).status == 64)
        }
        #expect(try RestoreFromTests.names(store).isDisjoint(with: ["other.db", "x.db"]))
    }

    @Test func anInterruptionReachesTheCommand() async throws {
        let store = try await StoreFolder()
        let backup = try store.start(
            "backup", "-o", "copy.db", "--exec",
            "trap 'touch told; exit 1' TERM; touch begun %f;"
                + " while :; do sleep 0.05; done")
        while !FileManager.default.fileExists(atPath: store.folder.path("begun")) {
            try await Task.sleep(for: .milliseconds(10))
        }
        backup.interrupt()
        let result = try await backup.result()
        #expect(result.status == 1 && result.error.contains("was stopped"), "\(result.error)")
        #expect(FileManager.default.fileExists(atPath: store.folder.path("told")))
        #expect(FileManager.default.fileExists(atPath: store.folder.path("copy.db")))
    }
}
