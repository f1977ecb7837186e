import AnnalsModel

/// The rule files that come with Annals.
enum BuiltInRules {
    /// The sets, the most particular first: the generic one is asked when no other speaks.
    static let sets: [RuleSet] = [
        ("fleet", PackageResources.fleet_yaml),
        ("claude-code", PackageResources.claude_code_yaml),
        ("task-master", PackageResources.task_master_yaml),
        ("beads", PackageResources.beads_yaml),
        ("backlog", PackageResources.backlog_yaml),
        ("crews", PackageResources.crews_yaml),
        ("memory-bank", PackageResources.memory_bank_yaml),
        ("bmad", PackageResources.bmad_yaml),
        ("assistants", PackageResources.assistants_yaml),
        ("generic", PackageResources.generic_yaml),
    ].compactMap { name, bytes in
        // That each of them can be read is a test.
        try? RuleSetReader.read(
            String(decoding: bytes, as: UTF8.self), named: "\(name).yaml", isBuiltIn: true)
    }
}
