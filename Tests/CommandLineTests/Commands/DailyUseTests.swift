import AnnalsTesting
import Foundation
import Testing

/// What somebody trips over who uses the program every day.
@Suite(.storesChecked) struct DailyUseTests {
    @Test func aTagIsRemovedAndItsHistoryStays() async throws {
        let store = try await StoreFolder()
        try await store.succeed("append", "--stream", "task/A", "--type", "task.created")
        let head = try await store.head()
        try await store.succeed("tag", "set", "v1")
        let removed = try await store.succeed(
            "tag", "remove", "v1", "--reason", "wrong", "--format", "ndjson")
        #expect(removed == #"{"tag":"v1","position":\#(head),"event":\#(head + 2)}"# + "\n")
        #expect(try await store.succeed("tag", "list", "--format", "ndjson").isEmpty)
        #expect(try await store.refuse("show", "tag:v1").contains(#"no tag "v1""#))
        #expect(try await store.refuse("tag", "remove", "v1").contains(#"no tag "v1""#))
        let log = try await store.succeed("log", "--stream", "annals/tags", "--format", "ndjson")
        #expect(log.contains("annals.tag-set") && log.contains("annals.tag-removed"))
        // What is removed is removed from the document and from a store that is made from the log.
        #expect(try await store.succeed("state", "annals/tags") == "{}\n")
        try await store.succeed("restore", "--at", "\(head + 2)", "-o", "copy.db")
        let copied = try await store.succeed(
            "tag", "list", "--store", "copy.db", "--format", "ndjson")
        #expect(copied.isEmpty)
        try await store.succeed("verify")
        try await store.succeed("tag", "v1")
        #expect(try await store.succeed("tag", "list", "--format", "ndjson").contains("v1"))
    }

    @Test func anothersTaskIsCompletedForItsAgent() async throws {
        let store = try await StoreFolder()
        try await store.succeed("task", "create", "Sound the bar", "--id", "T-1", "--by", "Tern")
        try await store.succeed("task", "claim", "T-1", "--by", "Heron")
        let head = try await store.head()
        let sentence = try await store.refuse("task", "complete", "T-1", "--by", "Tern")
        #expect(sentence.contains("\"Heron\" has the task \"T-1\""))
        #expect(sentence.contains("--for Heron"))
        let wrong = try await store.refuse(
            "task", "complete", "T-1", "--by", "Tern", "--for", "Plover")
        #expect(wrong.contains("not \"Plover\""))
        #expect(try await store.head() == head)
        try await store.succeed(
            "task", "complete", "T-1", "--by", "Tern", "--for", "Heron", "--context", #"{"a":1}"#)
        let event = try await store.succeed("show", "head", "--format", "ndjson")
        #expect(event.contains(#""context":{"a":1,"on_behalf_of":"Heron"}"#))
        // Again with the same content it changes nothing, whoever asks.
        let done = try await store.head()
        try await store.succeed("task", "complete", "T-1", "--by", "Heron")
        #expect(try await store.head() == done)
        try await store.succeed("task", "create", "Free", "--id", "T-2", "--by", "Tern")
        #expect(
            try await store.refuse("task", "complete", "T-2", "--for", "Heron").contains("nobody"))
        try await store.succeed("task", "complete", "T-2", "--by", "Plover")
    }

    @Test func configurationsAreListedAndReadFromFiles() async throws {
        let store = try await StoreFolder()
        try store.folder.write("\u{FEFF}{\"every\":1.50}\n", to: "value.json")
        try store.folder.write("{\"every\":", to: "broken.json")
        try await store.succeed("config", "set", "b.json", "@value.json")
        try await store.succeed("config", "set", "a", "/x", "-", input: "[1]")
        try await store.succeed("config", "set", "c", #""@value.json""#)
        #expect(try await store.succeed("config", "get", "b.json", "/every") == "1.50\n")
        #expect(try await store.succeed("config", "get", "c") == "\"@value.json\"\n")
        let list = try await store.succeed("config", "list", "--format", "ndjson")
        #expect(list.split(separator: "\n").count == 3)
        #expect(list.contains(#""config_key":"a""#) && list.contains(#""config_key":"b.json""#))
        try await store.succeed(
            "append", "--stream", "config/c", "--type", "config.deleted", "--deleted")
        #expect(
            !(try await store.succeed("config", "list", "--format", "ndjson").contains("@value")))
        let broken = try await store.refuse("config", "set", "b.json", "@broken.json")
        #expect(broken.contains("broken.json") && !broken.contains("every"))
        #expect(try await store.refuse("config", "set", "b.json", "@none").contains("none"))
        let twice = try await store.run(["config", "set", "a", "-", "--context", "-"])
        #expect(twice.status == 64)
    }

    @Test func aByteOrderMarkIsNoPartOfWhatIsGiven() async throws {
        let store = try await StoreFolder()
        let mark = "\u{FEFF}"
        try store.folder.write("\(mark)SELECT 1 AS one", to: "one.sql")
        #expect(
            try await store.succeed("query", "@one.sql", "--format", "ndjson") == "{\"one\":1}\n")
        let piped = try await store.succeed(
            "query", "-", "--format", "ndjson", input: "\(mark)SELECT 2 AS two")
        #expect(piped == "{\"two\":2}\n")
        try store.folder.write(
            "\(mark)CREATE TABLE gauges (id TEXT PRIMARY KEY, extra TEXT) STRICT;\n"
                + "-- on gauge.*: merge into gauges key id rest extra\n", to: "gauges.sql")
        try await store.succeed("projections", "add", "gauges.sql")
        // It warns of an agent that nobody knows.
        let sent = try await store.run(
            "message", "send", "-", "--to", "Heron", input: "\(mark)Ebb at six")
        #expect(sent.status == 0)
        let inbox = try await store.succeed("message", "inbox", "Heron", "--format", "ndjson")
        #expect(inbox.contains("\"content\":\"Ebb at six\""))
        let key = try await store.succeed("key", "new", "log.key")
        try store.folder.write("\(mark)\(key)", to: "log.vkey")
        for (command, name) in [
            (["prove", "head", "--key", "log.key", "-o", "p.tlog-proof"], "p.tlog-proof"),
            (["checkpoint", "--key", "log.key", "-o", "c.note"], "c.note"),
            (["cycle"], "log.key"),
        ] {
            let result = try await store.run(command)
            #expect(result.status == 0, "\(result.error)")
            let bytes = try store.folder.read(name)
            try store.folder.write(Array(mark.utf8) + bytes, to: name)
        }
        try await store.succeed("check-proof", "p.tlog-proof", "--key", "log.vkey")
        try await store.succeed("verify", "--against", "c.note", "--key", "log.vkey")
        try await store.succeed("checkpoint", "--key", "log.key", "--to", "c.note")
        try await store.succeed("verify", "--against", "c.note", "--key", "log.vkey")
    }

    @Test func aStoreWithoutEventsIsAskedFor() async throws {
        let store = try await StoreFolder()
        for moment in ["start", "0", "2001-01-01T00:00:00Z"] {
            let sentence = try await store.refuse("restore", "--at", moment, "-o", "new.db")
            #expect(sentence.contains("--empty"), "\(sentence)")
            #expect(!FileManager.default.fileExists(atPath: store.folder.path("new.db")))
        }
        try await store.succeed("restore", "--at", "start", "--empty", "-o", "new.db")
    }

    @Test func aFilterOfNamesThatNeverWere() async throws {
        let store = try await StoreFolder()
        try await store.succeed(
            "append", "--stream", "task/A", "--type", "task.created", "--by", "Plover")
        for (filter, saying) in [
            (["--by", "Plovre"], "no event is by an actor \"Plovre\", but there is \"Plover\""),
            (["--stream", "task/B"], "there is no stream \"task/B\""),
            (["--category", "gauge"], "there is no stream of category \"gauge\""),
            (["--type", "task.began"], "no event has the type \"task.began\""),
            (["--correlation", "spring"], "no event has the correlation \"spring\""),
        ] {
            let result = try await store.run(["log"] + filter + ["--format", "ndjson"])
            #expect(result.status == 0 && result.output.isEmpty)
            #expect(result.error.contains(saying), "\(result.error)")
        }
        // Names that there are, of which no event is wanted, need no note.
        for filter in [
            ["--by", "Plover", "--search", "none"], ["--stream", "task/A", "--in", "..0"],
        ] {
            #expect(try await store.run(["log"] + filter).error.isEmpty)
        }
    }

    /// Whatever is misspelt, the names that are near are said.
    @Test func namesThatAreNear() async throws {
        let store = try await StoreFolder()
        try await store.succeed("config", "set", "forecast.json", "/datum", "sea")
        try await store.succeed("task", "create", "Read it", "--id", "TIDE-1")
        try await store.succeed("tag", "set", "before")
        let stream =
            #"there is no stream "config/forcast.json", but there is "#
            + #""config/forecast.json": "#
        let table = #"there is no table "agent_task", but there is "agent_tasks": "#
        for (arguments, saying) in [
            (["state", "config/forcast.json"], stream),
            (["blame", "config/forcast.json"], stream),
            (["diff", "head~1..head", "--stream", "config/forcast.json"], stream),
            (["rollback", "--to", "head~1", "--stream", "config/forcast.json"], stream),
            (
                ["config", "get", "forcast.json"],
                #"there is no configuration "forcast.json", but there is "forecast.json": "#
            ),
            (["task", "show", "TIDE1"], #"there is no task "TIDE1", but there is "TIDE-1": "#),
            (["task", "claim", "TIED-1"], #"there is no task "TIED-1", but there is "TIDE-1": "#),
            (["diff", "head~1..head", "--table", "agent_task"], table),
            (
                ["query", "SELECT * FROM agent_task"],
                #"no such table: agent_task, but there is "agent_tasks""#
            ),
            (["query", "SELECT * FROM evnt_log"], #", but there is "event_log""#),
            (
                ["query", "SELECT * FROM agent_task", "--at", "head"],
                #"no such table: agent_task, but there is "agent_tasks""#
            ),
            (["tag", "remove", "befor"], #"there is no tag "befor", but there is "before": "#),
            (["log", "--in", "tag:befor.."], #"there is no tag "befor", but there is "before": "#),
        ] {
            let sentence = try await store.refuse(arguments)
            #expect(sentence.contains(saying), "\(sentence)")
        }
        // Names that are far from all others get no hint.
        for arguments in [["state", "config/x"], ["task", "show", "none-such"]] {
            #expect(try await !store.refuse(arguments).contains("but there is"))
        }
    }

    @Test func pastMomentsHaveNoLog() async throws {
        let store = try await StoreFolder()
        for sql in [
            "SELECT count(*) FROM event_log", "SELECT event_data(1)", "SELECT event_context(1)",
        ] {
            try await store.succeed("query", sql)
            let sentence = try await store.refuse("query", sql, "--at", "head")
            #expect(sentence.contains("ask without the moment"), "\(sentence)")
        }
        let other = try await store.refuse("query", "SELECT * FROM nosuch", "--at", "head")
        #expect(!other.contains("without the moment"))
    }

    @Test func whatARollbackYieldsToIsNamed() async throws {
        let store = try await StoreFolder()
        try await store.succeed("config", "set", "f", #"{"a":1,"b":1}"#, "--by", "Tern")
        let to = try await store.head()
        try await store.succeed("config", "set", "f", #"{"a":2,"b":2}"#, "--by", "Heron")
        try await store.succeed("config", "set", "f", "/b", "3", "--by", "Plover")
        let event = try await store.head()
        let arguments = ["rollback", "--to", "\(to)", "--actor", "Heron"]
        let line = "config/f/b stays as event \(event) by Plover wrote it"
        let preview = try await store.run(arguments)
        #expect(preview.error.contains(line), "\(preview.error)")
        let done = try await store.run(
            arguments + ["--apply", "--reason", "wrong", "--format", "ndjson"])
        #expect(done.status == 0)
        #expect(done.error.contains(line), "\(done.error)")
        #expect(
            done.output.contains(
                #"{"stream":"config/f","pointer":"/b","event":\#(event),"actor":"Plover"}"#),
            "\(done.output)")
    }

    /// `head~N` counts events that the list leaves out, so a terminal says how many these are.
    @Test func aTerminalIsToldOfEventsThatAreNotListed() async throws {
        let store = try await StoreFolder()
        for id in ["A", "B"] {
            try await store.succeed("append", "--stream", "task/\(id)", "--type", "task.created")
            try await store.succeed("tag", id)
        }
        let hidden = try await store.head() - 2
        let bash = CommandLineTool(executable: URL(filePath: "/bin/bash"))
        let annals = try CommandLineTool.built().executable.path(percentEncoded: false)
        for (options, count) in [
            ("", hidden), ("--reverse", hidden), ("--limit 1", hidden - 2),
            ("--reverse --limit 1", 1), ("--all", 0), ("--by Agent-1", 0), ("--in head~1..", 1),
            ("--in head~2..head~1", 0),
        ] {
            let shown = try await bash.run(
                "-c", #"script -qec "'$0' log \#(options)" /dev/null"#, annals, in: store.folder)
            let are = count == 1 ? "is" : "are"
            let note = "annals: \(count) more in this range \(are) the store's own"
            #expect(shown.status == 0)
            #expect(
                count > 0 ? shown.output.contains(note) : !shown.output.contains("more in this"),
                "\(options): \(shown.output)")
        }
        #expect(try await store.run(["log"]).error.isEmpty)
    }
}
