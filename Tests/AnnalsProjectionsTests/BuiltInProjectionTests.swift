import AnnalsModel
import AnnalsProjections
import AnnalsTesting
import BuiltInProjections
import Foundation
import Testing

/// The five projections of every new store.
@Suite(.storesChecked) struct BuiltInProjectionTests {
    /// The columns of the data-migration plan, in order.
    private static let columns = [
        "agent_workspaces":
            "agent_id team specialization captain status last_cycle current_focus cycle_count "
            + "tasks_completed coordination_efficiency v2_compliance last_updated extra",
        "agent_tasks":
            "task_id agent_id title description priority status estimated_cycles dependencies "
            + "skills_required assigned_to created_by created_at started_at completed_at "
            + "deliverables extra",
        "agent_messages":
            "message_id from_agent to_agent priority tags content sent_at processed_at status "
            + "extra",
        "configuration": "config_key config_value config_type last_updated",
        "project_analysis": "analysis_id analysis_type analysis_data created_at",
    ]

    private func definitions() throws -> [ProjectionDefinition] {
        var made: [ProjectionDefinition] = []
        for (name, source) in BuiltInProjections.sources {
            made.append(try ProjectionDefinition(name: name, source: source, beside: made))
        }
        return made
    }

    @Test func columnsArePlannedOnes() throws {
        let definitions = try definitions()
        #expect(Set(definitions.map(\.name)) == Set(Self.columns.keys))
        for definition in definitions {
            let table = try #require(definition.table(definition.name))
            #expect(table.isStrict)
            #expect(!table.isWithoutRowid)
            #expect(!table.hasRules)
            #expect(
                table.columns.map(\.name).joined(separator: " ") == Self.columns[definition.name])
            #expect(table.columns.first?.isUnique == true)
            #expect(!definition.comment.isEmpty)
        }
    }

    @Test func mergesAlone() throws {
        for definition in try definitions() {
            #expect(definition.directives.count == 1)
            guard case .merge(let merge) = try #require(definition.directives.first).action else {
                Issue.record("\(definition.name) has a directive that is no merge")
                continue
            }
            #expect(merge.seesEveryChange)
            #expect(merge.rest == (merge.document == nil ? "extra" : nil))
            #expect(merge.key == merge.table.columns.first?.name)
        }
    }

    @Test func everyColumnHasAComment() throws {
        for (name, source) in BuiltInProjections.sources {
            let table = source.prefix(
                upTo: source.firstRange(of: ") STRICT")?.lowerBound ?? source.endIndex)
            for line in table.split(separator: "\n") where line.hasPrefix("    ") {
                #expect(line.contains(" -- "), "\(name): \(line)")
            }
        }
    }

    @Test func aliasesOfTheSurvey() throws {
        let definitions = try definitions()
        func pointers(_ table: String, _ column: String) -> [String] {
            for definition in definitions {
                for directive in definition.directives {
                    guard case .merge(let merge) = directive.action, merge.table.name == table
                    else { continue }
                    return merge.columns.first { $0.column.name == column }?
                        .pointers.map(\.description) ?? []
                }
            }
            return []
        }
        #expect(
            pointers("agent_workspaces", "current_focus").prefix(4)
                == ["/current_focus", "/current_mission", "/current_task", "/current_phase"])
        #expect(
            pointers("agent_messages", "from_agent") == ["/from_agent", "/from", "/sender"])
        #expect(pointers("agent_messages", "to_agent") == ["/to_agent", "/to", "/recipient"])
        #expect(
            pointers("agent_tasks", "title") == ["/title", "/name", "/task", "/content"])
        #expect(pointers("agent_tasks", "priority") == ["/priority"])
    }

    @Test func theReadmesExampleLoads() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "projections/README.md")
        let text = try String(contentsOf: file, encoding: .utf8)
        let parts = text.components(separatedBy: "```sql\n")
        let example = try #require(parts.dropFirst().first?.components(separatedBy: "```").first)
        let definition = try ProjectionDefinition(name: "task_board", source: example)
        #expect(definition.tables.map(\.name) == ["task_board", "completions"])
        #expect(definition.directives.count == 2)
        #expect(
            definition.comment == "What each task is, and how many each agent has finished.")
    }
}
