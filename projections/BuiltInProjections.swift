/// The definitions of the projections that every new store starts with.
package enum BuiltInProjections {
    /// Name and text of each definition file; one whose views read another's tables comes after it.
    package static let sources: [(name: String, source: String)] = [
        ("agent_workspaces", text(PackageResources.agent_workspaces_sql)),
        ("agent_tasks", text(PackageResources.agent_tasks_sql)),
        ("agent_messages", text(PackageResources.agent_messages_sql)),
        ("configuration", text(PackageResources.configuration_sql)),
        ("project_analysis", text(PackageResources.project_analysis_sql)),
    ]

    private static func text(_ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self)
    }
}
