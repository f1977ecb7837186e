public import AnnalsModel
import AnnalsWorkspaces

// The rules that say what the files of workspaces mean.

extension Store {
    /// The sets of rules by which files are read, in the order in which they are asked: the store's
    /// own, then those that come with Annals.
    ///
    /// - Throws: `invalidArgument` if the store has rules that this version cannot read.
    public func workspaceRules() throws -> [WorkspaceRules] {
        try WorkspaceCapture(log).ruleSets()
    }

    /// Reads a rule file, and changes nothing.
    ///
    /// - Throws: `invalidArgument` with the place of the mistake if the text is none.
    public func readWorkspaceRules(
        _ text: String, named file: String = "the rule file"
    ) throws -> WorkspaceRules {
        try WorkspaceCapture.rules(text, named: file)
    }

    /// Adds a set of rules to the store, or puts it in the place of the one with its name, and
    /// reads all captured files by it: what they say now, and did not before, changes documents,
    /// caused by the event of the rules.
    ///
    /// - Parameters:
    ///   - text: The text of a rule file.
    ///   - file: What refusals call it.
    ///   - actor: Who adds it.
    ///   - reason: Why.
    ///   - isPreview: Whether it is only worked out what would change.
    /// - Throws: `invalidArgument` with the place of the mistake if the text is no rule file;
    ///   `versionConflict` if files were captured meanwhile. Then nothing changed.
    public func addWorkspaceRules(
        _ text: String, named file: String = "the rule file", by actor: Actor,
        reason: String? = nil, isPreview: Bool = false
    ) throws -> WorkspaceRulesChange {
        try WorkspaceCapture(log).addRules(
            text, named: file, Attribution(actor: actor, reason: reason), isDry: isPreview)
    }

    /// Takes a set of rules from the store, and reads all captured files without it.
    ///
    /// - Throws: `notFound` if the store has no such set of its own; `versionConflict` if files
    ///   were captured meanwhile. Then nothing changed.
    public func removeWorkspaceRules(
        _ name: String, by actor: Actor, reason: String? = nil, isPreview: Bool = false
    ) throws -> WorkspaceRulesChange {
        try WorkspaceCapture(log).removeRules(
            name, Attribution(actor: actor, reason: reason), isDry: isPreview)
    }

    /// Reads all captured files by the rules as they are now: documents that earlier rules, such as
    /// those of an earlier version of Annals, made of the same files change, caused by an event
    /// `rules.applied`.
    ///
    /// A change that somebody made otherwise stands where the files say no more than before.
    ///
    /// - Parameters:
    ///   - actor: Who has them applied.
    ///   - reason: Why.
    ///   - isPreview: Whether it is only worked out what would change.
    /// - Throws: `versionConflict` if files were captured meanwhile. Then nothing changed.
    public func applyWorkspaceRules(
        by actor: Actor, reason: String? = nil, isPreview: Bool = false
    ) throws -> WorkspaceRulesChange {
        try WorkspaceCapture(log).applyRules(
            Attribution(actor: actor, reason: reason), isDry: isPreview)
    }

    /// Says of every file in a folder by which rules it is read, and why by no others; nothing is
    /// captured.
    ///
    /// - Parameters:
    ///   - folder: The workspace.
    ///   - options: Which of its files.
    ///   - rules: The text of a rule file to try: its rules are asked before the store's.
    ///   - file: What refusals call it.
    ///   - report: Told of each file, in order of paths.
    public func explainWorkspace(
        _ folder: String, options: WorkspaceOptions = WorkspaceOptions(),
        trying rules: String? = nil,
        named file: String = "the rule file",
        report: (WorkspaceFileExplanation) throws -> Void
    ) throws {
        let workspace = try open(folder, options)
        try WorkspaceCapture(log, workspace.mount).explain(
            workspace.folder, adding: rules, named: file, report)
    }
}
