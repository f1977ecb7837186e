import AnnalsTesting
import Foundation
import Testing

/// What is refused is refused in one clear sentence, and nothing of it is stored.
@Suite(.storesChecked) struct RefusalTests {
    private static let id = "0190a2b4-7c1e-7000-8000-0123456789ab"

    @Test func aWrongExpectedVersion() async throws {
        let store = try await StoreFolder()
        try await store.succeed("append", "--stream", "task/A", "--type", "task.created")
        let head = try await store.head()
        let sentence = try await store.refuse(
            "append", "--stream", "task/A", "--type", "task.changed", "--expect", "3")
        #expect(sentence.contains("task/A"))
        #expect(sentence.contains("1") && sentence.contains("3"))
        let none = try await store.refuse(
            "append", "--stream", "task/A", "--type", "task.changed", "--expect", "none")
        #expect(none.contains("task/A"))
        let odd = try await store.refuse(
            "append", "--stream", "task/A", "--type", "task.changed", "--expect", "two")
        #expect(odd.contains("\"two\" is no expected version"))
        #expect(try await store.head() == head)
    }

    @Test func aReusedIDWithOtherContent() async throws {
        let store = try await StoreFolder()
        let first = try await store.succeed(
            "append", "--stream", "task/A", "--type", "task.created", "--id", Self.id, "--data",
            #"{"n":1}"#, "--format", "ndjson")
        let head = try await store.head()
        let sentence = try await store.refuse(
            "append", "--stream", "task/A", "--type", "task.created", "--id", Self.id, "--data",
            #"{"n":2}"#)
        #expect(sentence.contains(Self.id) && sentence.contains("position \(head)"))
        let again = try await store.succeed(
            "append", "--stream", "task/A", "--type", "task.created", "--id", Self.id, "--data",
            #"{"n":1}"#, "--format", "ndjson")
        #expect(again == first.replacing("}\n", with: ",\"known\":true}\n"))
        #expect(try await store.head() == head)
        let bad = try await store.refuse(
            "append", "--stream", "task/A", "--type", "task.created", "--id", "7")
        #expect(bad.contains("no UUID"))
    }

    @Test func aLowerCycleAndAJump() async throws {
        let store = try await StoreFolder()
        try await store.succeed(
            "append", "--stream", "task/A", "--type", "task.created", "--cycle", "5")
        let head = try await store.head()
        let lower = try await store.refuse(
            "append", "--stream", "task/A", "--type", "task.changed", "--cycle", "4")
        #expect(lower.contains("cycle 4") && lower.contains("cycle 5"))
        let jump = try await store.refuse(
            "append", "--stream", "task/A", "--type", "task.changed", "--cycle", "2000")
        #expect(jump.contains("2000"))
        #expect(try await store.head() == head)
        try await store.succeed(
            "append", "--stream", "task/A", "--type", "task.changed", "--cycle", "2000", "--jump")
        #expect(try await store.succeed("cycle", "--format", "csv") == "cycle\n2000\n")
    }

    @Test func anEmptyActor() async throws {
        let store = try await StoreFolder()
        let head = try await store.head()
        for actor in ["", "  "] {
            let sentence = try await store.refuse(
                "append", "--stream", "task/A", "--type", "task.created", "--by", actor)
            #expect(sentence.contains("the actor is"))
        }
        let unset = try await store.refuse(
            "cycle", "next", environment: ["ANNALS_ACTOR": ""])
        #expect(unset.contains("the actor is empty"))
        let kind = try await store.refuse(
            "append", "--stream", "task/A", "--type", "task.created", "--kind", "robot")
        #expect(kind.contains("\"robot\" is no kind of actor"))
        let line = try await store.refuse(
            "append", "--batch", "-",
            input: #"{"stream":"task/A","type":"task.created","actor":""}"#)
        #expect(line.contains("line 1 of \"standard input\""))
        #expect(line.contains("the actor is empty"))
        #expect(try await store.head() == head)
    }

    @Test func namesThatBreakTheGrammar() async throws {
        let store = try await StoreFolder()
        let head = try await store.head()
        let other = try await store.refuse(
            "append", "--stream", "task/A", "--type", "agent.created")
        #expect(other.contains("agent.created") && other.contains("task/A"))
        let stream = try await store.refuse("append", "--stream", "task", "--type", "task.x")
        #expect(stream.contains("\"task\" is no stream"))
        let own = try await store.refuse(
            "append", "--stream", "annals/tags", "--type", "annals.tag-set")
        #expect(own.contains("the store's own"))
        let hostile = try await store.refuse("state", "task\u{1B}[2J")
        #expect(hostile.contains("\\u{1b}[2J"))
        let moment = try await store.refuse("state", "task/A", "--at", "tomorrow")
        #expect(moment.contains("\"tomorrow\" is no moment"))
        let pointer = try await store.refuse(
            "append", "--stream", "task/A", "--type", "task.x", "--unset", "notes")
        #expect(pointer.contains("\"notes\" is no JSON Pointer"))
        let data = try await store.refuse(
            "append", "--stream", "task/A", "--type", "task.x", "--data", "[1]")
        #expect(data.contains("array"))
        let json = try await store.refuse(
            "append", "--stream", "task/A", "--type", "task.x", "--data", #"{"a":1,}"#)
        #expect(json.contains("line 1, column 8"))
        #expect(try await store.head() == head)
    }

    @Test func wrongUsage() async throws {
        let store = try await StoreFolder()
        for arguments in [
            ["append", "--stream", "task/A"], ["log", "--follow", "--reverse"], ["lgo"],
            ["log", "--limit", "-1"], ["log", "--format", "xml"], ["show"],
            ["append", "--batch", "-", "--type", "task.x"],
            ["append", "--stream", "task/A", "--type", "task.x", "--cycles", "drop"],
            ["append", "--batch", "-", "--batch-size", "0"], ["backup"],
        ] {
            let result = try await store.run(arguments)
            #expect(result.status == 64, "\(arguments)")
            #expect(result.output.isEmpty)
            #expect(!result.error.isEmpty)
        }
    }

    @Test func textThatIsNotUTF8() async throws {
        let store = try await StoreFolder()
        let bash = CommandLineTool(executable: URL(filePath: "/bin/bash"))
        let annals = try CommandLineTool.built().executable.path(percentEncoded: false)
        let append = #""$0" append --stream task/A --type task.x "#
        let argument = try await bash.run(
            "-c", append + #"--reason $'caf\xe9'"#, annals, in: store.folder)
        #expect(argument.status == 64)
        #expect(argument.error.contains("argument 7 is not UTF-8"))
        let actor = try await bash.run(
            "-c", #"ANNALS_ACTOR=$'Jos\xe9' "# + append, annals, in: store.folder)
        #expect(actor.status == 1)
        #expect(actor.error.contains("$ANNALS_ACTOR is not UTF-8"))
        let sql = try await bash.run(
            "-c", #"printf 'SELECT \xe9' | "$0" query -"#, annals, in: store.folder)
        #expect(sql.status == 1)
        #expect(sql.error.contains("not UTF-8"))
    }

    @Test func sqlWithANULCharacter() async throws {
        let store = try await StoreFolder()
        try store.folder.write("SELECT 1\0; SELECT 2", to: "q.sql")
        let result = try await store.run("query", "@q.sql")
        #expect(result.status == 1)
        #expect(result.error.contains("NUL character at line 1, column 9"))
    }

    /// As after `| head -1`: nobody reads the output any more, which is no failure of the command.
    @Test func aReaderThatGoesAwayIsNoError() async throws {
        let store = try await StoreFolder()
        try await store.succeed(
            "append", "--batch", "-",
            input: (0..<3_000).map { number in
                #"{"stream":"task/\#(number)","type":"task.created","data":{"title":"\#(number)"}}"#
            }.joined(separator: "\n"))
        let program = try CommandLineTool.built().executable.path(percentEncoded: false)
        let shell = CommandLineTool(executable: URL(filePath: "/bin/bash"))
        for command in [
            "log", "streams", "task list", "query 'SELECT * FROM event_log'", "diff start..head",
            "rollback --to start --reason x", "query 'SELECT * FROM agent_tasks' --at head",
        ] {
            let pipeline = "\(program) \(command) | head -1 >/dev/null; echo ${PIPESTATUS[0]}"
            let result = try await shell.run("-c", pipeline, in: store.folder)
            #expect(result.output == "0\n", "\(command)")
            #expect(result.error.isEmpty, "\(command): \(result.error)")
        }
    }
}
