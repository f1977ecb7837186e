import AnnalsHooks
import ArgumentParser
import Testing

@testable import annals

/// Words of a hook's command line are read in a short way, which agrees with the long one.
@Suite struct HookTakingTests {
    private let environment = ["ANNALS_STORE": "e.db"]

    @Test(arguments: HookTool.allCases) func theWordsOfSettings(tool: HookTool) throws {
        let name = tool.rawValue
        let all = [
            ["hook", name], ["hook", name, "--store", "a.db"],
            ["hook", name, "--files", "f", "--by", "Tern", "--store", "/x/a b.db"],
        ]
        for words in all {
            let short = try #require(HookTaking(words, environment: environment))
            let long = try HookOptions.parse(Array(words.dropFirst(2)))
            #expect(short.tool == tool && short.by == long.told.by)
            #expect(short.files == long.told.files)
            #expect(short.path == long.options.store ?? "e.db")
        }
        #expect(HookTaking(["hook", name], environment: [:])?.path == "annals.db")
    }

    /// Everything else is for the parser of all commands, which refuses it or knows better.
    @Test(arguments: [
        [], ["hook"], ["hook", "vim"], ["log"], ["hook", "install", "codex"],
        ["hook", "codex", "--help"], ["hook", "codex", "--store"], ["hook", "codex", "x"],
        ["hook", "codex", "--store", ""], ["hook", "codex", "--store=a.db"],
        ["hook", "codex", "--by", "-x"], ["hook", "codex", "--by", "a\u{FFFD}"],
        ["hook", "codex", "--by", "a", "--by", "b"], ["--store", "a.db", "hook", "codex"],
    ]) func otherWords(words: [String]) {
        #expect(HookTaking(words, environment: environment) == nil)
    }

    @Test func noStoreIsNotGuessed() {
        #expect(HookTaking(["hook", "codex"], environment: ["ANNALS_STORE": ""]) == nil)
    }
}
