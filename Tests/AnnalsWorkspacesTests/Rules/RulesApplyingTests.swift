import AnnalsLog
import AnnalsModel
import AnnalsTesting
import Testing

@testable import AnnalsWorkspaces

/// Files that were read by the rules of an earlier version, read again by those of this one.
@Suite(.storesChecked) struct RulesApplyingTests {
    private let story = "docs/stories/1.1.story.md"
    private let text = "# Story 1.1: Keel\n\nStatus: Draft\n\n## Story\n\nAs a sailor.\n"
    private let list = #"{"tasks":[{"id":1,"title":"Mast","status":"open"}]}"#

    /// Captures the folder by rules that know no stories.
    private func captureByEarlierRules(
        _ workspace: Workspace, _ mount: WorkspaceMount = .unnamed
    ) throws {
        let rules = RuleBook(BuiltInRules.sets.filter { $0.name != "bmad" })
        let capture = WorkspaceCapture(workspace.log, mount, readingBy: rules)
        _ = try capture.capture(workspace.folder())
    }

    private func apply(
        _ workspace: Workspace, isDry: Bool = false
    ) throws -> WorkspaceRulesChange {
        let attribution = Attribution(actor: try Actor("ada"), reason: "newer")
        return try WorkspaceCapture(workspace.log).applyRules(attribution, isDry: isDry)
    }

    @Test func newRulesReadWhatWasCapturedBefore() throws {
        let workspace = try Workspace()
        try workspace.write(text, to: story)
        try workspace.write(list, to: "tasks.json")
        try captureByEarlierRules(workspace)
        #expect(try workspace.document("task/docs/1.1") == nil)
        // Unchanged files are not read again by an import.
        #expect(try workspace.importAnew().events == 0)

        let preview = try apply(workspace, isDry: true)
        #expect(preview.created == ["task": 1] && preview.events == 0)
        #expect(try workspace.document("task/docs/1.1") == nil)
        let change = try apply(workspace)
        #expect(change.created == ["task": 1] && change.changed.isEmpty && change.events == 2)
        #expect(try workspace.document("task/docs/1.1")?["status"] == "Draft")
        let event = try #require(try workspace.events("task/docs/1.1").last)
        let cause = try #require(try workspace.events("rules/.applied").last)
        #expect(event.causation == cause.position && cause.type.description == "rules.applied")
        #expect(cause.change.data["digest"]?.asString?.count == 64)

        #expect(try apply(workspace).events == 0)
        #expect(try workspace.importAnew().events == 0)
        try workspace.write(text.replacing("Draft", with: "Done"), to: story)
        _ = try workspace.importAnew()
        #expect(try workspace.document("task/docs/1.1")?["status"] == "Done")
    }

    @Test func whatSomebodyChangedOtherwiseStays() throws {
        let workspace = try Workspace()
        try workspace.write(list, to: "tasks.json")
        try workspace.importAnew()
        let file = try #require(try workspace.events("file/tasks.json").last)
        let stream = try StreamName("task/1")
        let type = try EventType("task.updated")
        // Caused by the file, as an answer to it, but not made by it.
        _ = try workspace.log.append(
            [
                NewEvent(
                    stream: stream, type: type, actor: try Actor("ada"),
                    change: Change(data: ["status": "closed"]),
                    causation: .position(file.position))
            ])
        #expect(try apply(workspace).events == 0)
        #expect(try workspace.document("task/1")?["status"] == "closed")
    }

    @Test func theyAreAppliedInEveryWorkspace() throws {
        let workspace = try Workspace()
        try workspace.write(text, to: story)
        let mount = try WorkspaceMount(named: "beta")
        try WorkspaceRegistry(workspace.log).remember(WorkspaceDescription(name: "beta"), by: nil)
        try captureByEarlierRules(workspace)
        try captureByEarlierRules(workspace, mount)
        let change = try apply(workspace)
        #expect(change.created == ["task": 2])
        #expect(try workspace.document("task/docs/1.1") != nil)
        #expect(try workspace.document("task//beta/docs/1.1") != nil)
        #expect(try apply(workspace).events == 0)
    }

    /// Anybody may append to a set's stream: what cannot be read can be taken away again.
    @Test func rulesThatCannotBeReadCanBeRemoved() throws {
        let workspace = try Workspace()
        try workspace.write(list, to: "tasks.json")
        for name in ["broken", "other"] {
            _ = try workspace.log.append(
                [
                    NewEvent(
                        stream: try StreamName("rules/\(name)"),
                        type: try EventType("rules.added"), actor: try Actor("ada"),
                        change: Change(data: ["text": "no rules"]))
                ])
        }
        let refusal = #expect(throws: StoreError.self) { try workspace.importAnew() }
        #expect(refusal?.code == .invalidArgument)
        #expect(refusal?.message.contains("remove the set") == true)
        let attribution = Attribution(actor: try Actor("ada"))
        #expect(throws: StoreError.self) {
            try WorkspaceCapture(workspace.log).removeRules("neither", attribution, isDry: false)
        }
        _ = try WorkspaceCapture(workspace.log).removeRules("broken", attribution, isDry: false)
        let rules = """
            annals-rules: 1
            name: other
            rules:
              - { name: r, files: "*.none", makes: task, id: "{file}" }
            """
        _ = try WorkspaceCapture(workspace.log)
            .addRules(rules, named: "other.yaml", attribution, isDry: false)
        #expect(try workspace.importAnew().captured == 1)
        #expect(try workspace.document("rules/broken") == nil)
    }
}
