import AnnalsTesting
import Foundation
import Testing

/// The completion script in a real bash: what it puts in the line is what was meant, whatever names
/// the store has.
@Suite(.storesChecked) struct BashCompletionTests {
    /// Completes each line and prints the words that the shell makes of it then.
    private static let script = #"""
        set -u
        source <("$PROGRAM" --generate-completion-script bash)
        compopt() { :; }
        complete_line() {
            local COMP_LINE=$1 COMP_POINT=${#1} word
            local -a COMPREPLY=()
            # What readline takes as the word: behind the last break.
            word=${COMP_LINE##*["$COMP_WORDBREAKS"]}
            _annals "$PROGRAM" "$word" ""
            local reply
            for reply in "${COMPREPLY[@]}"; do
                eval "printf '%s\n' ${COMP_LINE%"$word"}$reply$2" | tail -n 1
            done
        }
        COMP_WORDBREAKS=$' \t\n"\'@><=;|&(:'
        while IFS= read -r line; do complete_line "${line%$'\t'*}" "${line##*$'\t'}"; done
        """#

    private static func completed(
        _ line: String, closing quote: String = "", in store: StoreFolder
    ) async throws -> [String] {
        let shell = CommandLineTool(executable: URL(filePath: "/bin/bash"))
        let annals = try CommandLineTool.built().executable.path(percentEncoded: false)
        let result = try await shell.run(
            ["--norc", "-c", script], input: Array("\(line)\t\(quote)\n".utf8),
            environment: ["PROGRAM": annals], in: store.folder)
        #expect(result.status == 0)
        #expect(result.error.isEmpty, "\(result.error)")
        return result.output.split(separator: "\n").map(String.init)
    }

    @Test func namesComeBackAsTheyAre() async throws {
        let store = try await StoreFolder()
        let ids = [
            "$(touch HIT)", "`touch HIT`", "a b", #"back\slash"#, #"quote"d"#, "it's",
            "semi;touch HIT",
            "a:b:c", "x=y", "*", "~", "#1", "!!", "{a,b}", "ünï", "$HOME", "a/b", "&", "-n", "[x]",
            "<in", ">HIT", "(sub)",
        ].sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
        for id in ids {
            try await store.succeed("append", "--stream=task/\(id)", "--type", "task.created")
        }
        let names = ids.map { "task/\($0)" }
        #expect(try await Self.completed("annals state task/", in: store) == names)
        #expect(
            try await Self.completed("annals state 'task/", closing: "'", in: store) == names)
        // Nothing keeps an exclamation mark in double quotes from the shell's history.
        #expect(
            try await Self.completed(#"annals state "task/"#, closing: "\"", in: store)
                == names.filter { !$0.contains("!") })
        #expect(try await Self.completed("annals log --stream=task/a:b", in: store).count == 1)
        #expect(
            try await Self.completed("annals state task/a:b:", in: store) == ["task/a:b:c"])
        #expect(!FileManager.default.fileExists(atPath: "\(store.folder.path)/HIT"))
    }

    @Test func momentsWithColonsAreCompleted() async throws {
        let store = try await CompletionTests.fleet()
        #expect(
            try await Self.completed("annals show tag:be", in: store) == ["tag:before:noon"])
        #expect(
            try await Self.completed("annals state task/DB_001 --at=tag:before:n", in: store)
                == ["--at=tag:before:noon"])
    }

    @Test(arguments: ["bash", "zsh", "fish"]) func thereIsAScriptFor(shell: String) async throws {
        let store = try await StoreFolder()
        let script = try await store.succeed("--generate-completion-script", shell)
        #expect(script.contains("---complete \(shell)"))
        #expect(try await store.succeed("--generate-completion-script=\(shell)") == script)
        let own = try await store.run(
            ["--generate-completion-script"], environment: ["SHELL": "/usr/bin/\(shell)"])
        #expect(own.output == script)
        let refused = try await store.run(["--generate-completion-script", "tcsh"])
        #expect(refused.status == 64)
        #expect(refused.error.hasPrefix("annals: there are completion scripts for bash"))
    }
}
