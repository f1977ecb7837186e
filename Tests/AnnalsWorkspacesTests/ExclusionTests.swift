import AnnalsModel
import AnnalsTesting
import AnnalsWorkspaces
import Foundation
import Testing

/// What is left out of a folder, and by which pattern.
@Suite(.storesChecked) struct ExclusionTests {
    private func settings(git: Bool = false, defaults: Bool = false) -> ExclusionSettings {
        var settings = ExclusionSettings()
        settings.readsOwnFiles = true
        settings.readsGitFiles = git
        settings.usesDefaults = defaults
        return settings
    }

    private func folder(
        _ workspace: Workspace, _ settings: ExclusionSettings, _ patterns: [String] = []
    ) throws -> WorkspaceFolder {
        let place = WorkspaceFolder.Place(of: workspace.path)
        return try WorkspaceFolder(
            workspace.path, storePath: workspace.storePath,
            excluding: try patterns.map { try PathPattern($0, in: place) }, settings)
    }

    /// What of the folder is captured, without the ignore files.
    private func captured(
        _ workspace: Workspace, _ settings: ExclusionSettings, _ patterns: [String] = []
    ) throws -> [String] {
        let folder = try folder(workspace, settings, patterns)
        _ = try WorkspaceCapture(workspace.log).capture(folder)
        return try workspace.events().filter { $0.stream.category == "file" }
            .map(\.stream.id).filter { !$0.hasSuffix("ignore") }.sorted()
    }

    @Test(arguments: [
        "./.env", "fleet/.env", "./fleet/.env", "/.env", "\\.env", ".env", "./././.env", ".//.env",
        "ABSOLUTE/.env", "ABSOLUTE/./.env",
    ])
    func aPatternMeansWhatItPlainlySays(pattern: String) throws {
        let workspace = try Workspace()
        try workspace.write("x", to: ".env")
        try workspace.write("x", to: "a.md")
        let pattern = pattern.replacing("ABSOLUTE", with: workspace.path)
        #expect(try captured(workspace, ExclusionSettings(), [pattern]) == ["a.md"])
    }

    @Test func aFolderInTheFolderIsNotTakenForIt() throws {
        let workspace = try Workspace()
        for path in ["fleet/.env", ".env"] { try workspace.write("x", to: path) }
        #expect(try captured(workspace, ExclusionSettings(), ["fleet/.env"]) == [".env"])
    }

    @Test(arguments: ["!.env", "../x", "a/../../x", ".", "./", "fleet/../x"])
    func refused(pattern: String) throws {
        let workspace = try Workspace()
        #expect(throws: StoreError(.invalidArgument, "")) {
            try folder(workspace, ExclusionSettings(), [pattern])
        }
    }

    @Test func eachPatternIsCounted() throws {
        let workspace = try Workspace()
        for path in ["a.log", "b/c.log", "d/e.md"] { try workspace.write("x", to: path) }
        let folder = try folder(workspace, ExclusionSettings(), ["*.log", "d/", "nothing"])
        let summary = try WorkspaceCapture(workspace.log).capture(folder)
        #expect(summary.patterns.map(\.pattern) == ["*.log", "d/", "nothing"])
        #expect(summary.patterns.map(\.count) == [2, 1, 0])
        #expect(try WorkspaceCapture(workspace.log).check(folder).patterns == summary.patterns)
    }

    @Test func ignoreFilesCountFromTheirFolderOn() throws {
        let workspace = try Workspace()
        try workspace.write("*.tmp\n/top\nlogs/\n!keep.tmp\n", to: ".annalsignore")
        try workspace.write("!b.tmp\nlocal\n", to: "in/.annalsignore")
        try workspace.write("*.md\n", to: ".gitignore")
        for path in [
            "a.tmp", "keep.tmp", "top", "in/top", "in/b.tmp", "in/c.tmp", "in/local", "local",
            "logs/keep.tmp", "note.md",
        ] { try workspace.write("x", to: path) }
        #expect(
            try captured(workspace, settings())
                == ["in/b.tmp", "in/top", "keep.tmp", "local", "note.md"])
        // What was captured and is left out now stays as it was.
        try workspace.write("y", to: "note.md")
        let folder = try folder(workspace, settings(git: true))
        let summary = try WorkspaceCapture(workspace.log).capture(folder)
        #expect(summary.events == 0)
        let left = summary.omissions.first { $0.path == "note.md" }
        #expect(left?.reason == "gitignore")
        #expect(left?.pattern == "*.md")
        #expect(left?.file == ".gitignore")
        #expect(summary.patterns.first { $0.pattern == "*.tmp" }?.count == 2)
        #expect(try workspace.document("file/note.md")?["text"] == "x")
    }

    @Test func keysAndWhatIsMadeAgainAreLeftOutByDefault() throws {
        let workspace = try Workspace()
        for path in [
            ".env", ".env.local", "tls/server.pem", "id_ed25519", "web/node_modules/a/b.js",
            ".venv/x", "a/__pycache__/x.pyc", "notes.md.swp", "app/Package.swift",
            "app/.build/x", "app/build/y", "#notes#",
        ] { try workspace.write("x", to: path) }
        // No build file lies beside these, and an example is no secret.
        let kept = [".env.example", "build/plan.json", "target/goals.md", "a/dist/list.json"]
        for path in kept { try workspace.write("x", to: path) }
        #expect(
            try captured(workspace, settings(defaults: true))
                == (kept + ["app/Package.swift"]).sorted())
        let summary = try WorkspaceCapture(workspace.log).capture(
            folder(workspace, settings(defaults: true)))
        #expect(summary.patterns.first { $0.pattern == "node_modules/" }?.count == 1)
        #expect(summary.patterns.allSatisfy { $0.reason == "default" && $0.count > 0 })
        // Without them everything is captured, and with them again nothing is gone.
        #expect(try captured(workspace, settings()).count == 16)
        let again = try WorkspaceCapture(workspace.log).capture(
            folder(workspace, settings(defaults: true)))
        #expect(again.deleted == 0 && again.events == 0)
    }

    @Test func anIgnoreFileTakesADefaultBack() throws {
        let workspace = try Workspace()
        try workspace.write("!*.pem\n", to: ".annalsignore")
        try workspace.write("x", to: "public.pem")
        #expect(try captured(workspace, settings(defaults: true)) == ["public.pem"])
    }

    @Test func aWatchHeedsIgnoreFilesAsTheyChange() async throws {
        let workspace = try Workspace()
        try workspace.write("*.tmp\n", to: ".annalsignore")
        try workspace.write("x", to: "a.tmp")
        let watch = try await RunningWatch(workspace, settings: settings())
        try workspace.write("x", to: "in/b.tmp")
        try workspace.write("x", to: "in/c.md")
        try await wait("a file that is not left out") { try workspace.stored("in/c.md") == "x" }
        #expect(try workspace.storedPaths() == [".annalsignore", "in/c.md"])
        try workspace.write("*.log\n", to: ".annalsignore")
        try await wait("what is not left out any more") {
            try workspace.stored("a.tmp") != nil && workspace.stored("in/b.tmp") != nil
        }
        _ = try await watch.finish()
    }
}

/// What the documentation says is left out by default.
@Suite struct DefaultExcludesTests {
    @Test func areDocumented() throws {
        var root = URL(filePath: #filePath)
        for _ in 0..<3 { root.deleteLastPathComponent() }
        let page = try String(
            contentsOf: root.appending(path: "Sources/Annals/Annals.docc/CommandLine.md"),
            encoding: .utf8)
        let item = page.components(separatedBy: "\n- By default").dropFirst().first?
            .components(separatedBy: "\n\n").first
        let named = Set(
            try #require(item).matches(of: /`([^`]+)`/).map { String($0.output.1) })
        let patterns = Set(DefaultExcludes.patterns + DefaultExcludes.builtFolders)
        #expect(patterns.subtracting(named).isEmpty, "patterns that are not documented")
        let others = Set(DefaultExcludes.buildFiles + ["--no-default-excludes"])
        #expect(named.subtracting(patterns).subtracting(others).isEmpty)
    }
}
