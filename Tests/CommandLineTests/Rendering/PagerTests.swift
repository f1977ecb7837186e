import AnnalsTesting
import Foundation
import Testing

@testable import annals

/// Results that are longer than a terminal's screen go through a pager, and all others do not.
@Suite(.storesChecked) struct PagerTests {
    @Test(
        arguments: [
            (["ANNALS_PAGER": "sh -c x", "PAGER": "cat"], "sh -c x"), (["PAGER": "sh"], "sh"),
            (["ANNALS_PAGER": "", "PAGER": "sh"], nil), (["ANNALS_PAGER": " cat "], nil),
            (["PAGER": "cat"], nil), (["PAGER": "nosuch-pager -x"], nil),
            (["PAGER": "/bin/sh -x"], "/bin/sh -x"), (["PAGER": "/nosuch/sh"], nil),
            (["PAGER": "X=1 sh"], "X=1 sh"), (["PAGER": "sh", "TERM": "dumb"], nil),
        ] as [([String: String], String?)])
    func commands(environment: [String: String], command: String?) {
        let environment = environment.merging(["PATH": "/bin:/usr/bin"]) { given, _ in given }
        #expect(Pager.command(in: environment) == command)
    }

    @Test(arguments: [
        ("", false), ("a\nb\nc\n", false), ("a\nb\nc\nd\n", true), ("a\nb\nc\nd", false),
        (String(repeating: "x", count: 30), false), (String(repeating: "é", count: 40), false),
        (String(repeating: "x", count: 41), true), ("\n\n\n\n\n", true),
    ])
    func rows(text: String, isFull: Bool) {
        var rows = ScreenRows(rows: 3, columns: 10)
        Array(text.utf8).withUnsafeBytes { rows.add($0) }
        #expect(rows.areFull == isFull)
    }

    /// Runs a command on a terminal of 24 lines, and gives what it shows and its exit code.
    private func onTerminal(
        _ arguments: [String], pager: String?, in folder: TemporaryDirectory
    ) async throws -> (shown: String, status: Int32) {
        let python = CommandLineTool(executable: URL(filePath: "/usr/bin/python3"))
        let annals = try CommandLineTool.built().executable.path
        let script = """
            import fcntl, os, pty, struct, subprocess, sys, termios
            ours, theirs = pty.openpty()
            fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
            modes = termios.tcgetattr(theirs)
            modes[1] &= ~termios.OPOST
            termios.tcsetattr(theirs, termios.TCSANOW, modes)
            environment = dict(os.environ, TERM="xterm", NO_COLOR="1")
            for name in ("PAGER", "ANNALS_PAGER", "LESS"): environment.pop(name, None)
            if sys.argv[1] != "-": environment["ANNALS_PAGER"] = sys.argv[1]
            run = subprocess.Popen(sys.argv[2:], stdin=subprocess.DEVNULL, stdout=theirs,
                stderr=theirs, env=environment)
            os.close(theirs)
            shown = b""
            while True:
                try: part = os.read(ours, 65536)
                except OSError: break
                if not part: break
                shown += part
            sys.stdout.buffer.write(shown)
            sys.exit(run.wait())
            """
        let result = try await python.run(
            ["-c", script, pager ?? "-", annals] + arguments, in: folder)
        return (result.output, result.status)
    }

    private func longLog() async throws -> StoreFolder {
        let store = try await StoreFolder()
        let lines = (1...60).map { number in
            #"{"stream":"task/T-\#(number)","type":"task.created","actor":"A","data":{"n":1}}"#
        }
        try await store.succeed(
            "append", "--batch", "-", input: lines.joined(separator: "\n"))
        return store
    }

    @Test func onlyLongResultsArePaged() async throws {
        let store = try await longLog()
        let pager = "cat > paged"
        let short = try await onTerminal(
            ["log", "--all", "--limit", "5"], pager: pager, in: store.folder)
        #expect(short.status == 0 && short.shown.split(separator: "\n").count == 6)
        #expect(!FileManager.default.fileExists(atPath: store.folder.path("paged")))
        let long = try await onTerminal(["log", "--all"], pager: pager, in: store.folder)
        #expect(long.status == 0 && long.shown.isEmpty)
        let paged = String(decoding: try store.folder.read("paged"), as: UTF8.self)
        let events = try await store.head()
        #expect(paged.split(separator: "\n").count == Int(events) + 1)
        for (arguments, pager) in [
            (["log", "--all", "--no-pager"], pager), (["--no-pager", "log", "--all"], pager),
            (["log", "--all"], ""),
            (["log", "--all"], "cat"), (["log", "--all"], "nosuch-pager"),
        ] {
            let whole = try await onTerminal(arguments, pager: pager, in: store.folder)
            #expect(whole.status == 0 && whole.shown == paged, "\(arguments) \(pager)")
        }
    }

    @Test func aPagerThatGoesAwayIsNoError() async throws {
        let store = try await longLog()
        let some = try await onTerminal(["log", "--all"], pager: "head -n 2", in: store.folder)
        #expect(some.status == 0 && some.shown.split(separator: "\n").count == 2)
        let none = try await onTerminal(["log", "--all"], pager: "true", in: store.folder)
        #expect(none.status == 0 && none.shown.isEmpty)
    }

    @Test func aPagerThatDoesNotRunIsSaid() async throws {
        let store = try await longLog()
        let lost = try await onTerminal(["log", "--all"], pager: "$NOSUCH/pager", in: store.folder)
        #expect(lost.shown.contains("annals: warning: the pager \"$NOSUCH/pager\" did not run"))
    }

    @Test func whatThereIsToSayComesAfterIt() async throws {
        let store = try await longLog()
        let preview = ["rollback", "--to", "start"]
        let paged = try await onTerminal(preview, pager: "cat", in: store.folder)
        let shown = try await onTerminal(
            preview, pager: "sed 's/^/| /'", in: store.folder
        ).shown.split(separator: "\n")
        #expect(shown.count > 24 && paged.status == 0)
        #expect(shown.dropLast().allSatisfy { $0.contains("| ") })
        #expect(shown.last?.hasPrefix("annals: warning: nothing was changed") == true)
        let less = try await onTerminal(
            ["log", "--all"], pager: "printenv LESS; cat > paged", in: store.folder)
        #expect(less.shown == "FRX\n")
    }
}
