import AnnalsLog
import AnnalsModel
import AnnalsWorkspaces

/// A folder that is about to be captured, and how: as it was before, but for what options say.
struct OpenWorkspace {
    /// The folder.
    let folder: WorkspaceFolder
    /// What is to be remembered of it.
    let description: WorkspaceDescription
    /// Whether anything that was remembered counts.
    let usesRemembered: Bool

    init(
        _ path: String, _ options: WorkspaceOptions, _ log: EventLog, storePath: String
    ) throws(StoreError) {
        let known = try WorkspaceRegistry(log).workspace(named: nil)
        var wanted = known ?? WorkspaceDescription(name: nil)
        let place = WorkspaceFolder.Place(of: path)
        let patterns = try (options.excluding ?? wanted.excluding).map { text throws(StoreError) in
            try PathPattern(text, in: place)
        }
        wanted.excluding = patterns.map(\.meaning)
        wanted.readsGitIgnore = options.readsGitIgnore ?? wanted.readsGitIgnore
        wanted.usesDefaultExcludes = options.usesDefaultExcludes ?? wanted.usesDefaultExcludes
        wanted.redactsSecrets = options.redactsSecrets ?? wanted.redactsSecrets
        var settings = ExclusionSettings()
        settings.readsOwnFiles = true
        settings.readsGitFiles = wanted.readsGitIgnore
        settings.usesDefaults = wanted.usesDefaultExcludes
        folder = try WorkspaceFolder(
            path, storePath: storePath, excluding: patterns, settings,
            redacts: wanted.redactsSecrets, fileBytesMax: options.fileBytesMax)
        usesRemembered =
            known.map { known in
                options.excluding == nil && !known.excluding.isEmpty
                    || options.readsGitIgnore == nil && known.readsGitIgnore
                    || options.usesDefaultExcludes == nil && !known.usesDefaultExcludes
                    || options.redactsSecrets == nil && known.redactsSecrets
            } ?? false
        wanted.folder = place.path
        description = wanted
    }

    /// Remembers how the folder is captured, where that needs to be.
    func remember(_ log: EventLog, _ options: WorkspaceOptions) throws(StoreError) {
        let registry = WorkspaceRegistry(log)
        let known = try registry.workspace(named: description.name)
        guard known != nil || !description.hasDefaults, known != description else { return }
        try registry.remember(description, by: options.actor, reason: options.reason)
    }
}
